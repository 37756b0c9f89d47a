import { DeskError } from '@gotrs/contract/errors'
import { type ArrivalLimits, type ArrivalRate, findExcess } from '@gotrs/core/inbound/ledger/arrival-rate'
import { type Filer, recordForMailboxes } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { clientOf, ratesOf } from './client.ts'
import { forgetRecipients, type Recipient, recipientOf } from './recipients.ts'
import { Refusal, refusal } from './refusal.ts'

export type Limits = {
  maxBytes: number
  maxConnections: number
  /** How many mails are written at a time; a client with another one gets a temporary error. */
  maxAtOnce: number
  /** How long a client may be silent. */
  idleMs: number
  /** How long a mail may take to arrive, even if bytes keep coming. */
  wholeMs: number
}

export type Receiver = {
  /** @throws Refusal if the sender is above its rate; the sender's server retries */
  checkSender(envelopeFrom: string, session: SMTPServerSession): Promise<void>
  /** Stores a mail in the ledger and returns the reply. @throws Refusal with another reply */
  receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string>
}

const maxRecipients = 100

type Source = 'smtp' | 'lmtp'

type Kind = { source: Source; arrivals: ArrivalLimits; filer?: Filer | undefined }

export function createReceiver(kernel: Kernel, kind: Kind, limits: Limits): Receiver {
  const { source, arrivals } = kind
  const { maxBytes, maxAtOnce, wholeMs } = limits
  let inProgress = 0
  const requireRoom = () => {
    if (inProgress >= maxAtOnce) throw refusal(452, '4.3.1 Too many mails at once, try again')
  }
  return {
    async checkSender(envelopeFrom, session) {
      requireRoom()
      await requireRate(kernel, ratesOf(kernel.guard, source, arrivals, session, envelopeFrom))
    },
    async receive(stream, session) {
      requireRoom()
      inProgress += 1
      const timer = setTimeout(() => stream.destroy(new Error('The mail took too long to arrive.')), wholeMs)
      try {
        return await receiveMail(kernel, { ...kind, maxBytes }, stream, session)
      } finally {
        clearTimeout(timer)
        inProgress -= 1
      }
    },
  }
}

/** @throws Refusal that says how long to wait. RFC 5321, section 4.5.4.1: the sender's server keeps the mail and retries. */
async function requireRate(kernel: Kernel, rates: readonly ArrivalRate[]): Promise<void> {
  const excess = await findExcess(kernel.db, rates, kernel.now()).catch(error => {
    kernel.log.warn({ err: error }, 'reading the rate of mail in failed')
    throw refusal(451, '4.3.0 The server is temporarily unavailable, try again later')
  })
  if (!excess) return
  const { rate, waitMs } = excess
  const whose = { sender: 'from this sender', network: 'from your network' }[rate.of]
  const wait = waitMs < 120_000 ? `${Math.ceil(waitMs / 1_000)} seconds` : `${Math.ceil(waitMs / 60_000)} minutes`
  throw refusal(450, `4.7.1 Too many mails ${whose}, more than ${rate.perHour} an hour: try again in ${wait}`)
}

/** The mailboxes of the recipients that were accepted in a session, by address. */
const accepted = new WeakMap<SMTPServerSession, Map<string, Recipient>>()

/** @throws Refusal if the address is not a mailbox, or the lookup fails */
export async function checkRecipient(kernel: Kernel, address: string, session: SMTPServerSession): Promise<void> {
  if (session.envelope.rcptTo.length >= maxRecipients) throw refusal(452, '4.5.3 Too many recipients in one mail')
  const mailbox = await recipientOf(kernel, address).catch(error => {
    kernel.log.warn({ err: error }, 'looking up a recipient failed')
    throw refusal(451, '4.3.0 The server is temporarily unavailable, try again later')
  })
  if (!mailbox) throw refusal(550, '5.1.1 There is no such mailbox here')
  const mailboxes = accepted.get(session) ?? new Map<string, Recipient>()
  accepted.set(session, mailboxes.set(address, mailbox))
}

async function receiveMail(
  kernel: Kernel,
  { arrivals, ...kind }: Kind & { maxBytes: number },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const { mailFrom, rcptTo } = session.envelope
  try {
    const deliveries = deliveriesOf(
      session,
      rcptTo.map(it => it.address),
    )
    const envelopeFrom = mailFrom ? mailFrom.address : ''
    const rates = ratesOf(kernel.guard, kind.source, arrivals, session, envelopeFrom)
    const recorded = await recordForMailboxes(kernel, {
      ...kind,
      envelopeFrom,
      client: kind.source === 'smtp' ? clientOf(session) : null,
      content: stream,
      deliveries,
      ratesOf: () => rates,
    })
    return `2.0.0 Accepted as ${recorded.map(it => it.inboundMailId).join(', ')}`
  } catch (error) {
    // The rest of the data must be read before the reply.
    stream.resume()
    // A mailbox may have changed since its recipient was looked up.
    forgetRecipients(kernel)
    if (error instanceof DeskError && error.code === 'too_large') throw refusal(552, '5.3.4 The mail is too large')
    if (error instanceof Refusal) throw error
    kernel.log.warn({ err: error }, 'accepting a mail failed')
    if (isFull(error)) throw refusal(452, '4.3.1 The disk is full, try again later')
    throw refusal(451, '4.3.0 The desk cannot take the mail at the moment, try again')
  }
}

/** One delivery per mailbox, with its recipient addresses. */
function deliveriesOf(session: SMTPServerSession, addresses: string[]) {
  const mailboxes = accepted.get(session)
  const deliveries = Map.groupBy(addresses, address => mailboxes?.get(address)?.id ?? '')
  return [...deliveries].map(([mailboxId, envelopeTo]) => ({
    mailboxId,
    envelopeTo,
    // The mailbox does not take it where it changed between two of its recipients.
    revision: [...new Set(envelopeTo.map(address => mailboxes?.get(address)?.revision))].join(' '),
  }))
}

/** The disk is full, or our quota is used up (RFC 5321, section 4.2.3: insufficient system storage). */
const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code))
