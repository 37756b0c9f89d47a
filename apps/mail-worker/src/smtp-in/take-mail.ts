import { DeskError } from '@gotrs/contract/errors'
import { type ArrivalLimits, type ArrivalRate, findExcess } from '@gotrs/core/inbound/ledger/arrival-rate'
import { recordForMailboxes } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { mailboxForRecipient } from '@gotrs/core/mailboxes/own-addresses'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { clientOf, ratesOf } from './client.ts'
import { Refusal, refusal } from './refusal.ts'

export type Limits = {
  maxBytes: number
  maxConnections: number
  /** So many mails are written at a time; whoever comes with another one is asked to come again. */
  maxInHand: number
  /** So long a client may say nothing. */
  idleMs: number
  /** So long a mail may take to arrive, however busily. */
  wholeMs: number
}

export type Taking = {
  /** @throws Refusal where no mail by this sender can be taken right now; the sender's server tries again by itself */
  admit(envelopeFrom: string, session: SMTPServerSession): Promise<void>
  /** Puts a mail into the ledger and returns what to say. @throws Refusal with the code to say instead */
  take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string>
}

const maxRecipients = 100

type Source = 'smtp' | 'lmtp'

export function createTaking(kernel: Kernel, source: Source, limits: Limits, arrivals: ArrivalLimits): Taking {
  const { maxBytes, maxInHand, wholeMs } = limits
  let inHand = 0
  const requireRoom = () => {
    if (inHand >= maxInHand) throw refusal(452, '4.3.1 Too many mails at once, try again')
  }
  return {
    async admit(envelopeFrom, session) {
      requireRoom()
      await requireRate(kernel, ratesOf(kernel.guard, source, arrivals, session, envelopeFrom))
    },
    async take(stream, session) {
      requireRoom()
      inHand += 1
      const timer = setTimeout(() => stream.destroy(new Error('The mail took too long to arrive.')), wholeMs)
      try {
        return await takeMail(kernel, { source, maxBytes, arrivals }, stream, session)
      } finally {
        clearTimeout(timer)
        inHand -= 1
      }
    },
  }
}

/** @throws Refusal that says how long to wait. RFC 5321, section 4.5.4.1: the sender's server keeps the mail and tries again. */
async function requireRate(kernel: Kernel, rates: readonly ArrivalRate[]): Promise<void> {
  const excess = await findExcess(kernel.db, rates, kernel.now()).catch(error => {
    kernel.log.warn({ err: error }, 'the rate of mail in could not be looked up')
    throw refusal(451, '4.3.0 The desk is away for a moment, try again')
  })
  if (!excess) return
  const { rate, waitMs } = excess
  const whose = { sender: 'from this sender', network: 'from your network' }[rate.of]
  const wait = waitMs < 120_000 ? `${Math.ceil(waitMs / 1_000)} seconds` : `${Math.ceil(waitMs / 60_000)} minutes`
  throw refusal(450, `4.7.1 Too many mails ${whose}, more than ${rate.perHour} an hour: try again in ${wait}`)
}

/** @throws Refusal where nobody here takes mail to it, or nobody knows at the moment */
export async function checkRecipient(kernel: Kernel, address: string, session: SMTPServerSession): Promise<void> {
  if (session.envelope.rcptTo.length >= maxRecipients) throw refusal(452, '4.5.3 Too many recipients in one mail')
  const mailbox = await mailboxForRecipient(kernel.db, address).catch(error => {
    kernel.log.warn({ err: error }, 'a recipient could not be looked up')
    throw refusal(451, '4.3.0 The desk is away for a moment, try again')
  })
  if (!mailbox) throw refusal(550, '5.1.1 There is no such mailbox here')
}

async function takeMail(
  kernel: Kernel,
  { arrivals, ...kind }: { source: Source; maxBytes: number; arrivals: ArrivalLimits },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const { mailFrom, rcptTo } = session.envelope
  try {
    const deliveries = await deliveriesOf(
      kernel,
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
    return `2.0.0 Taken in as ${recorded.map(it => it.inboundMailId).join(', ')}`
  } catch (error) {
    // What is still on the line has to be read before an answer can be given.
    stream.resume()
    if (error instanceof DeskError && error.code === 'too_large') throw refusal(552, '5.3.4 The mail is too large')
    if (error instanceof Refusal) throw error
    kernel.log.warn({ err: error }, 'a mail could not be taken in')
    if (isFull(error)) throw refusal(452, '4.3.1 The disk is full, try again later')
    throw refusal(451, '4.3.0 The desk cannot take the mail at the moment, try again')
  }
}

/** One delivery per mailbox, with the addresses it was reached by. */
async function deliveriesOf(kernel: Kernel, addresses: string[]) {
  const deliveries = new Map<string, string[]>()
  for (const address of addresses) {
    const mailbox = await mailboxForRecipient(kernel.db, address)
    if (!mailbox) throw refusal(451, '4.2.0 The mailbox was closed meanwhile')
    deliveries.set(mailbox.id, [...(deliveries.get(mailbox.id) ?? []), address])
  }
  return [...deliveries].map(([mailboxId, envelopeTo]) => ({ mailboxId, envelopeTo }))
}

/** No room on the disk, or none that we may take (RFC 5321, section 4.2.3: insufficient system storage). */
const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code))
