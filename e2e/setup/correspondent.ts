import { createTransport, type SendMailOptions } from 'nodemailer'

/** Sends a mail to the desk by plain SMTP, as any mail server would. */
export async function sendMail(smtpPort: number, mail: SendMailOptions): Promise<{ messageId: string }> {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true })
  try {
    return await transport.sendMail(mail)
  } finally {
    transport.close()
  }
}
