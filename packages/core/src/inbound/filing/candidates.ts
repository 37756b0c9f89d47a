import type { Db } from '@gotrs/db/client'
import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { verifyReplyToken } from '@gotrs/mail/reply-address'
import type { ThreadCandidate, ThreadHint, ThreadRule } from '@gotrs/mail/thread'
import { inArray, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { type NamedTickets, type Naming, namedTickets } from './named-tickets.ts'
import { type Place, placesOf, type Writer } from './parts.ts'

type Found = { rule: ThreadRule; hint: ThreadHint | null; ticketId: string; number: number }

export type Candidates = {
  /** Tickets to which the mailbox of the mail belongs, too. */
  here: ThreadCandidate[]
  /** Tickets of other queues, which no mail of this mailbox has ever been part of. */
  elsewhere: (ThreadCandidate & { number: number })[]
  answeredAt: NamedTickets['answeredAt']
}

type Asked = Omit<Naming, 'personId'> & { writer: Writer; mailboxId: string; queueId: string }

/**
 * The tickets that a mail's hints name, in the order of the hints, of one hint the oldest first. There may be several: a
 * stranger who writes under a known Message-ID must not take the place of those who take part. Where a mail started a ticket
 * in several queues, what comes to the mailbox of one of them is for the ticket there.
 */
export async function threadCandidates(uow: UnitOfWork, asked: Asked): Promise<Candidates> {
  const { hints, writer } = asked
  const named = await namedTickets(uow.db, { ...asked, personId: writer.person?.id ?? null })
  const found = foundBy(hints, named, await numbered(uow.db, hints))
  const places = await placesOf(uow.db, [...new Set(found.map(it => it.ticketId))], writer)
  const made = await addressesMadeHere(uow.db, hints)
  const candidates: Candidates = { here: [], elsewhere: [], answeredAt: named.answeredAt }
  for (const { rule, hint, ticketId, number } of found) {
    const token = hint?.rule === 'reply_address' ? tokenState(uow, hint, { ticketId, number }, writer, made) : null
    const candidateOf = (id: string) => ({ rule, ticketId: id, token, part: places.get(id)?.part ?? null })
    const its = places.get(ticketId)
    if (its && !isHere(its, asked)) {
      const same = its.sameMailIds.filter(id => isHere(places.get(id), asked))
      candidates.here.push(...same.map(candidateOf))
      candidates.elsewhere.push({ ...candidateOf(ticketId), number })
    } else candidates.here.push(candidateOf(ticketId))
  }
  return candidates
}

/** A ticket of a queue without a mailbox, and without mail so far, is at home in every mailbox. */
function isHere(place: Place | undefined, { mailboxId, queueId }: Asked): boolean {
  if (!place) return false
  return place.queueId === queueId || place.mailboxIds.length === 0 || place.mailboxIds.includes(mailboxId)
}

const weak: ThreadRule[] = ['subject_number', 'shared_reference', 'body_marker']

function foundBy(hints: ThreadHint[], { answered, namedBy, shared }: NamedTickets, byNumber: Ticket[]): Found[] {
  const said = hints.flatMap(hint => {
    const spokenOf =
      'messageId' in hint
        ? (answered.get(hint.messageId) ?? [])
        : byNumber.filter(it => it.number === hint.ticketNumber)
    return spokenOf.map(({ id, number }) => ({ rule: hint.rule as ThreadRule, hint, ticketId: id, number }))
  })
  const others = (rule: ThreadRule, its: Ticket[]): Found[] =>
    its.map(({ id, number }) => ({ rule, hint: null, ticketId: id, number }))
  const strengthOf = ({ rule }: Found) => weak.indexOf(rule)
  // Stable: those of one strength stay in the order of the hints.
  return [...said, ...others('named_by', namedBy), ...others('shared_reference', shared)].sort(
    (one, other) => strengthOf(one) - strengthOf(other),
  )
}

type AddressHint = Extract<ThreadHint, { rule: 'reply_address' }>

/** A person with several addresses may answer from any of them. */
function tokenState(
  uow: UnitOfWork,
  hint: AddressHint,
  { ticketId, number }: { ticketId: string; number: number },
  { address, person }: Writer,
  made: ReadonlySet<string>,
): 'own' | 'other' | 'invalid' {
  const claim = { ...hint, ticketId, ticketNumber: number, secrets: uow.vault.replyKeys }
  const isOwn = [address, ...(person ? [person.email] : [])].some(recipient =>
    verifyReplyToken({ ...claim, recipient }),
  )
  if (isOwn) return 'own'
  return made.has(hint.address) ? 'other' : 'invalid'
}

/** Which of the reply addresses the desk has issued, to any person. */
async function addressesMadeHere(db: Db, hints: ThreadHint[]): Promise<Set<string>> {
  const claimed = hints.flatMap(hint => (hint.rule === 'reply_address' ? [hint.address] : []))
  if (claimed.length === 0) return new Set()
  const address = sql<string>`lower(${outboundRecipients.replyAddress})`
  const rows = await db
    .selectDistinct({ address })
    .from(outboundRecipients)
    .where(inArray(address, claimed.slice(0, 100)))
  return new Set(rows.map(row => row.address))
}

type Ticket = { id: string; number: number }
const maxNumber = 2_147_483_647

async function numbered(db: Db, hints: ThreadHint[]): Promise<Ticket[]> {
  const numbers = hints.flatMap(hint => ('ticketNumber' in hint ? [hint.ticketNumber] : []))
  const possible = [...new Set(numbers)].filter(it => it > 0 && it <= maxNumber)
  if (possible.length === 0) return []
  return db.select({ id: tickets.id, number: tickets.number }).from(tickets).where(inArray(tickets.number, possible))
}
