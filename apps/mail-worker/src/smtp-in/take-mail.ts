import { DeskError } from '@gotrs/contract/errors'
import { recordForMailboxes } from '@gotrs/core/inbound/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { mailboxForRecipient } from '@gotrs/core/mailboxes/own-addresses'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'

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
  /** Why no mail can be taken right now; null where one can. */
  refusal(): Error | null
  /** Puts a mail into the ledger and returns what to say. @throws Refusal with the code to say instead */
  take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string>
}

const maxRecipients = 100

export function createTaking(desk: Kernel, source: 'smtp' | 'lmtp', { maxBytes, maxInHand, wholeMs }: Limits): Taking {
  let inHand = 0
  const busy = () => (inHand < maxInHand ? null : refusal(452, '4.3.1 Too many mails at once, try again'))
  return {
    refusal: busy,
    async take(stream, session) {
      const tooMany = busy()
      if (tooMany) throw tooMany
      inHand += 1
      const timer = setTimeout(() => stream.destroy(new Error('The mail took too long to arrive.')), wholeMs)
      try {
        return await takeMail(desk, { source, maxBytes }, stream, session)
      } finally {
        clearTimeout(timer)
        inHand -= 1
      }
    },
  }
}

/** @throws Refusal where nobody here takes mail to it, or nobody knows at the moment */
export async function checkRecipient(desk: Kernel, address: string, session: SMTPServerSession): Promise<void> {
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
    if (isFull(error)) throw refusal(452, '4.3.1 The disk is full, try again later')
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

/** No room on the disk, or none that we may take (RFC 5321, section 4.2.3: insufficient system storage). */
const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code))

class Refusal extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

const refusal = (code: number, message: string) => new Refusal(code, message)
