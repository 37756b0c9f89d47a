import { startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { until } from './wait.ts'

type Sink = Awaited<ReturnType<typeof startSink>>
export type CaughtMail = Sink['mails'][number]

export type SmtpSink = {
  url: string
  mails: CaughtMail[]
  /** Waits for the next mail to this address that fits. */
  mailTo(address: string, fits?: (caught: CaughtMail) => boolean): Promise<CaughtMail>
  close(): Promise<void>
}

/** A real SMTP server that accepts all mail: the mail server of the correspondents. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const { server, mails, stop } = await startSink()
  return {
    url: `smtp://${server.host}:${server.port}`,
    mails,
    mailTo: (recipient, fits = () => true) =>
      until(`a mail to ${recipient}`, async () => mails.find(caught => caught.to.includes(recipient) && fits(caught))),
    close: stop,
  }
}
