import { buffer } from 'node:stream/consumers'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailServer } from '../src/smtp-out/smtp-url.ts'

export type SunkMail = { from: string; to: string[]; raw: string; parsed: ParsedMail }

/** A real SMTP server that does as it is told. */
export type Sink = {
  server: MailServer
  mails: SunkMail[]
  /** What to say to a recipient; nothing is yes. */
  onRecipient: (address: string) => string | undefined
  /** What to say to the text; `drop` takes it and then breaks the line. */
  onText: () => string | undefined
  stop(): Promise<void>
}

export async function startSink(options: Partial<SMTPServerOptions> = {}): Promise<Sink> {
  const mails: SunkMail[] = []
  const sink: Sink = {
    server: { host: '127.0.0.1', port: 0, tls: 'none', user: '', password: '' },
    mails,
    onRecipient: () => undefined,
    onText: () => undefined,
    stop: () => new Promise(resolve => smtp.close(() => resolve())),
  }
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, callback) {
      callback(refusal(sink.onRecipient(address)))
    },
    onData(stream, { envelope }, callback) {
      const takeIn = async (raw: Buffer) => {
        const said = sink.onText()
        if (said === undefined || said === 'drop') {
          const from = envelope.mailFrom ? envelope.mailFrom.address : ''
          const to = envelope.rcptTo.map(it => it.address)
          mails.push({ from, to, raw: raw.toString('latin1'), parsed: await parseMail(raw) })
        }
        if (said === 'drop') for (const connection of smtp.connections) connection.close()
        else callback(refusal(said))
      }
      // A sender that is killed in the middle leaves half a mail.
      buffer(stream).then(takeIn, callback)
    },
    ...options,
  })
  smtp.on('error', () => {})
  await new Promise<void>(resolve => {
    smtp.listen(0, '127.0.0.1', () => resolve())
  })
  const address = smtp.server.address()
  if (typeof address === 'object' && address !== null) sink.server.port = address.port
  return sink
}

/** `451 4.7.1 Come back later` as an error of the server. */
function refusal(said: string | undefined): Error | null {
  if (said === undefined) return null
  return Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) })
}
