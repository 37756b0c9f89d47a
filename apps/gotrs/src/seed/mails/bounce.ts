import type { ReceivedMail } from './received.ts'

/** A report that a mail could not be delivered, as a mail system writes it (RFC 3464, section 2; RFC 6522). */
export function writeBounce(
  about: ReceivedMail,
  { recipient, diagnostic, at }: { recipient: string; diagnostic: string; at: Date },
): Buffer {
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1)
  const boundary = `report_${at.getTime().toString(36)}`
  const status = /\b\d\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0] ?? '5.0.0'
  const part = (type: string, lines: string[]) => [`--${boundary}`, `Content-Type: ${type}`, '', ...lines, '']
  const lines = [
    'Return-Path: <>',
    `From: Mail Delivery System <MAILER-DAEMON@mx.${domain}>`,
    `To: ${about.envelopeFrom}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${boundary}@mx.${domain}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    ...part('text/plain; charset=us-ascii', [
      `This is the mail system at host mx.${domain}.`,
      '',
      'Your message could not be delivered to one recipient:',
      '',
      `<${recipient}>: ${diagnostic}`,
    ]),
    ...part('message/delivery-status', [
      `Reporting-MTA: dns; mx.${domain}`,
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${diagnostic}`,
    ]),
    ...part('text/rfc822-headers', [`Message-ID: ${about.messageId}`, `From: ${about.from?.address ?? ''}`]),
    `--${boundary}--`,
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}
