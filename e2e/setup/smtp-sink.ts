import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { SMTPServer } from 'smtp-server'
import { until } from './wait.ts'

export type CaughtMail = { mail: ParsedMail; recipients: string[]; sender: string; raw: string }

export type SmtpSink = {
  url: string
  mails: CaughtMail[]
  /** Waits for the next mail to this address that fits. */
  mailTo(address: string, fits?: (caught: CaughtMail) => boolean): Promise<CaughtMail>
  close(): Promise<void>
}

/** A real SMTP server that accepts all mail: the mail server of the correspondents. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const mails: CaughtMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      buffer(stream)
        .then(async raw => {
          const mail = await parseMail(raw)
          const recipients = session.envelope.rcptTo.map(to => to.address)
          const { mailFrom } = session.envelope
          mails.push({ mail, recipients, sender: mailFrom ? mailFrom.address : '', raw: raw.toString('latin1') })
          done()
        })
        .catch(done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailTo: (recipient, fits = () => true) =>
      until(`a mail to ${recipient}`, async () =>
        mails.find(caught => caught.recipients.includes(recipient) && fits(caught)),
      ),
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
