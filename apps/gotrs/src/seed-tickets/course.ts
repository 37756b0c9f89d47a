import type { TicketPriority } from '@gotrs/contract/tickets'
import { note, receive, reply } from './converse.ts'
import type { Customers } from './customers.ts'
import { finishTicket } from './finish-ticket.ts'
import { openByMail, openByPhone, openInPortal } from './open.ts'
import type { Pen } from './pen.ts'
import type { Person, Queue, Tag } from './place.ts'
import type { Ticket } from './ticket.ts'
import { close, move, resolve, setPriority, snooze, tag, take } from './work.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** What becomes of a ticket. Chosen so that a thread has three messages on average, and forty at most. */
const shares = {
  ...{ untouched: 0.008, neverSolved: 0.03, snoozed: 0.06, closedByHand: 0.3 },
  ...{ longThread: 0.03, oneMore: 0.572, note: 0.15, resolvedEarly: 0.25, answeredInPortal: 0.6 },
  ...{ portal: 0.6, phone: 0.08, copied: 0.08, movedFromPortal: 0.5, moved: 0.06, prioritised: 0.15, tagged: 0.4 },
}
const longest = 40
const autoCloseDays = 7

/** A ticket and the time that has come in it. */
type Play = { pen: Pen; ticket: Ticket; now: number; agent: Person }

/** Everything that happens in one ticket, from its first message until it is closed or the seed ends. */
export function playTicket(pen: Pen, at: number, number: number, customers: Customers): void {
  const ticket = open(pen, at, number, customers)
  const play = { pen, ticket, now: at, agent: pen.random.pick(ticket.queue.agents) }
  if (!pen.random.isOneIn(shares.untouched) && !work(play)) putAside(play)
  finishTicket(pen, ticket)
}

function open(pen: Pen, at: number, number: number, customers: Customers): Ticket {
  const { random, writer, place } = pen
  const customer = customers.next(at)
  const opening = { number, customer, title: writer.subject(customer.language), text: writer.text(customer.language) }
  const queue = place.queues[random.place(place.queues.length)] as Queue
  const share = random.next()
  if (share < shares.portal && customer.hasAccount) return openInPortal(pen, at, { ...opening, queue: place.queues[0] })
  if (share > 1 - shares.phone) return openByPhone(pen, at, { ...opening, queue }, random.pick(queue.agents))
  const copied = random.isOneIn(shares.copied) ? [customers.next(at)].filter(it => it.id !== customer.id) : []
  return openByMail(pen, at, { ...opening, queue }, copied)
}

/** Lets time pass; false where the next thing would happen too late. */
function pass(play: Play, median: number, sigma = 1, before = play.pen.endsAt): boolean {
  const { random, endsAt } = play.pen
  const next = play.now + Math.max(5_000, Math.floor(random.spread(median, sigma)))
  if (next >= Math.min(before, endsAt)) return false
  play.now = next
  return true
}

/** False where the ticket is still open in the end. */
function work(play: Play): boolean {
  const isSolved = !play.pen.random.isOneIn(shares.neverSolved)
  return sort(play) && converse(play, isSolved) && isSolved && end(play)
}

/** What is done before the first answer. */
function sort(play: Play): boolean {
  const { pen, ticket } = play
  const { random, place } = pen
  if (!pass(play, 2 * hour)) return false
  if (random.isOneIn(ticket.row.channel === 'web' ? shares.movedFromPortal : shares.moved)) {
    const queue = random.pick(place.queues.filter(it => it !== ticket.queue))
    move(pen, play.now, ticket, play.agent, queue)
    play.agent = random.pick(queue.agents)
    if (!pass(play, 30 * minute)) return false
  }
  if (random.isOneIn(shares.prioritised)) {
    setPriority(pen, play.now, ticket, play.agent, random.pick<TicketPriority>(['low', 'high', 'high', 'urgent']))
    if (!pass(play, minute / 2)) return false
  }
  take(pen, play.now, ticket, play.agent)
  return addTags(play)
}

function addTags(play: Play): boolean {
  const { random, place } = play.pen
  if (!random.isOneIn(shares.tagged)) return true
  const tags = new Set([1, 2, 3].slice(random.below(3)).map(() => place.tags[random.place(place.tags.length)] as Tag))
  for (const added of tags) {
    if (!pass(play, minute / 4)) return false
    tag(play.pen, play.now, play.ticket, play.agent, added)
  }
  return true
}

function converse(play: Play, isSolved: boolean): boolean {
  const { pen, ticket } = play
  const { random, writer } = pen
  const { language } = ticket.customer
  let isStaffNext = true
  for (let left = furtherMessages(pen); left > 0; left -= 1) {
    if (!pass(play, 5 * hour, 1.2, beforeClock(ticket))) return ticket.row.status === 'resolved'
    const text = writer.text(language)
    if (random.isOneIn(shares.note)) note(pen, play.now, ticket, random.pick(ticket.queue.agents), text)
    else {
      if (isStaffNext) reply(pen, play.now, ticket, play.agent, text, isSolved && isDone(play, left))
      else receive(pen, play.now, ticket, text, doorOf(play))
      isStaffNext = !isStaffNext
    }
  }
  return true
}

const isDone = ({ pen, ticket }: Play, left: number): boolean =>
  ticket.row.status !== 'resolved' && (left === 1 || pen.random.isOneIn(shares.resolvedEarly))

/** Until the clock closes a resolved ticket: what is said after that starts another one. */
const beforeClock = ({ row }: Ticket): number =>
  row.status === 'resolved' && row.resolvedAt
    ? row.resolvedAt.getTime() + autoCloseDays * day
    : Number.POSITIVE_INFINITY

function furtherMessages({ random }: Pen): number {
  if (random.isOneIn(shares.longThread)) return 8 + random.below(longest - 8)
  let further = 0
  while (further < longest - 1 && random.isOneIn(shares.oneMore)) further += 1
  return further
}

const doorOf = ({ pen, ticket }: Play) =>
  ticket.row.channel === 'web' && pen.random.isOneIn(shares.answeredInPortal) ? 'web' : 'email'

/** Done by an agent, then closed by the clock. */
function end(play: Play): boolean {
  const { pen, ticket, agent } = play
  if (ticket.row.status !== 'resolved') {
    if (!pass(play, 3 * hour)) return false
    if (pen.random.isOneIn(shares.closedByHand)) close(pen, play.now, ticket, agent)
    else resolve(pen, play.now, ticket, agent)
  }
  if (ticket.row.status === 'resolved') closeByClock(play)
  return true
}

/** The clock looks every ten minutes. */
function closeByClock({ pen, ticket }: Play): void {
  const due = (ticket.row.resolvedAt?.getTime() ?? 0) + autoCloseDays * day
  const at = (Math.floor(due / (10 * minute)) + 1) * 10 * minute
  if (at < pen.endsAt) close(pen, at, ticket, null)
}

function putAside({ pen, ticket, now, agent }: Play): void {
  const { random, endsAt } = pen
  const at = now + minute
  const isWaiting = ticket.row.status === 'open' && at < endsAt
  if (!isWaiting || !random.isOneIn(shares.snoozed)) return
  snooze(pen, at, ticket, agent, new Date(endsAt + (1 + random.below(30)) * day))
}
