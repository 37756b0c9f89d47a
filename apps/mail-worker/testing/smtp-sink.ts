import { buffer } from 'node:stream/consumers'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailServer } from '../src/smtp-out/smtp-url.ts'

export type SunkMail = { from: string; to: string[]; raw: string; parsed: ParsedMail }

/** A real SMTP server whose replies a test can change. */
export type Sink = {
  server: MailServer
  mails: SunkMail[]
  /** The reply to a recipient; undefined accepts it. */
  onRecipient: (address: string) => string | undefined
  /** The reply to the text; undefined accepts it, `drop` accepts it and closes the connection without a reply. */
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
      callback(errorOf(sink.onRecipient(address)))
    },
    onData(stream, { envelope }, callback) {
      const receive = async (raw: Buffer) => {
        const reply = sink.onText()
        if (reply === undefined || reply === 'drop') {
          const from = envelope.mailFrom ? envelope.mailFrom.address : ''
          const to = envelope.rcptTo.map(it => it.address)
          mails.push({ from, to, raw: raw.toString('latin1'), parsed: await parseMail(raw) })
        }
        if (reply === 'drop') for (const connection of smtp.connections) connection.close()
        else callback(errorOf(reply))
      }
      // If the sender is killed, the stream fails.
      buffer(stream).then(receive, callback)
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
function errorOf(reply: string | undefined): Error | null {
  if (reply === undefined) return null
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })
}
