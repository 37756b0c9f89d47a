import { composeMail } from '@gotrs/mail/compose'
import type { MailTurn } from '../story.ts'
import { writeMailText } from './mail-text.ts'
import type { ReceivedMail } from './received.ts'

export const mailboxAddress = 'support@gotrs.example'

type Occasion = { story: string; at: Date; answered: ReceivedMail | null }

/** The bytes as they reach the mailbox: composed by the writer's program, stamped by the last server on the way. */
export async function writeInboundMail(turn: MailTurn, { story, at, answered }: Occasion): Promise<Buffer> {
  const { name, email, program } = turn.mail
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const toMailbox = { name: 'Northwind Tools Support', address: mailboxAddress }
  const to = answered?.replyTo ?? toMailbox
  const { raw } = await composeMail({
    messageId: `<${story}.${at.getTime().toString(36)}@${domain}>`,
    from: { name, address: email },
    replyTo: null,
    to: [to],
    cc: (turn.cc ?? []).map(it => ({ name: it.name, address: it.email })),
    subject: turn.subject ?? subjectOf(answered),
    ...writeMailText(turn, turn.automatic ? null : answered),
    inReplyTo: answered?.messageId ?? null,
    references: answered ? [...answered.references, answered.messageId ?? ''] : [],
    autoSubmitted: turn.automatic,
    attachments: (turn.files ?? []).map(({ content, contentId, ...file }) => ({
      ...file,
      content,
      ...(contentId && program !== 'plain' ? { contentId } : {}),
    })),
    date: at,
  })
  return Buffer.concat([Buffer.from(trace(turn, { to: to.address, domain, at })), raw])
}

function subjectOf(answered: ReceivedMail | null): string {
  const subject = answered?.subject ?? ''
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`
}

/** What the receiving server adds on top (RFC 5321, section 4.4). */
function trace(turn: MailTurn, { to, domain, at }: { to: string; domain: string; at: Date }): string {
  const sender = turn.automatic === 'auto-replied' ? '' : turn.mail.email
  const date = at.toUTCString().replace('GMT', '+0000')
  return [
    `Return-Path: <${sender}>`,
    `Delivered-To: ${to}`,
    `Received: from mx.${domain} (mx.${domain} [192.0.2.25]) by mail.gotrs.example with ESMTPS;\r\n ${date}`,
    '',
  ].join('\r\n')
}
