import { DeskError } from '@gotrs/contract/errors'
import { maxMailBytes } from '@gotrs/core/inbound/deliver'
import { recordForMailboxes } from '@gotrs/core/inbound/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { mailboxForRecipient } from '@gotrs/core/mailboxes/own-addresses'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

export type Listener = { port: number; stop(): Promise<void> }
type Options = { host: string; port: number; protocol: 'smtp' | 'lmtp'; maxBytes?: number }

const maxRecipients = 100
const maxConnections = 100

/**
 * Takes mail to the mailboxes, and to nobody else: it relays nothing. 250 is said only after the commit. The bytes of a
 * mail to several mailboxes are kept once, and all of its rows are committed together, so that one answer fits all.
 */
export async function startListener(desk: Kernel, options: Options): Promise<Listener> {
  const { host, port, protocol, maxBytes = maxMailBytes } = options
  const server = new SMTPServer({
    lmtp: protocol === 'lmtp',
    banner: 'GOTRS',
    size: maxBytes,
    // There is no certificate to show; the listener stands behind a mail server or on a private network.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: maxConnections,
    socketTimeout: 60_000,
    closeTimeout: 3_000,
    onRcptTo(address, session, callback) {
      checkRecipient(desk, address.address, session).then(() => callback(), callback)
    },
    onData(stream, session, callback) {
      takeMail(desk, { source: protocol, maxBytes }, stream, session).then(answer => callback(null, answer), callback)
    },
  })
  server.on('error', error => desk.log.warn({ err: error }, `the ${protocol} listener`))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}

async function checkRecipient(desk: Kernel, address: string, session: SMTPServerSession): Promise<void> {
  if (session.envelope.rcptTo.length >= maxRecipients) throw refusal(452, '4.5.3 Too many recipients in one mail')
  const mailbox = await mailboxForRecipient(desk.db, address).catch(error => {
    desk.log.warn({ err: error }, 'a recipient could not be looked up')
    throw refusal(451, '4.3.0 The desk is away for a moment, try again')
  })
  if (!mailbox) throw refusal(550, '5.1.1 There is no such mailbox here')
}

async function takeMail(
  desk: Kernel,
  kind: { source: 'smtp' | 'lmtp'; maxBytes: number },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const { mailFrom, rcptTo } = session.envelope
  try {
    const deliveries = await deliveriesOf(
      desk,
      rcptTo.map(it => it.address),
    )
    const recorded = await recordForMailboxes(desk, {
      ...kind,
      envelopeFrom: mailFrom ? mailFrom.address : '',
      content: stream,
      deliveries,
    })
    return `2.0.0 Taken in as ${recorded.map(it => it.inboundMailId).join(', ')}`
  } catch (error) {
    // What is still on the line has to be read before an answer can be given.
    stream.resume()
    if (error instanceof DeskError && error.code === 'too_large') throw refusal(552, '5.3.4 The mail is too large')
    if (error instanceof Refusal) throw error
    desk.log.warn({ err: error }, 'a mail could not be taken in')
    throw refusal(451, '4.3.0 The desk cannot take the mail at the moment, try again')
  }
}

/** One delivery per mailbox, with the addresses it was reached by. */
async function deliveriesOf(desk: Kernel, addresses: string[]) {
  const deliveries = new Map<string, string[]>()
  for (const address of addresses) {
    const mailbox = await mailboxForRecipient(desk.db, address)
    if (!mailbox) throw refusal(451, '4.2.0 The mailbox was closed meanwhile')
    deliveries.set(mailbox.id, [...(deliveries.get(mailbox.id) ?? []), address])
  }
  return [...deliveries].map(([mailboxId, envelopeTo]) => ({ mailboxId, envelopeTo }))
}

class Refusal extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

const refusal = (code: number, message: string) => new Refusal(code, message)
