import type { Ticket } from '@gotrs/contract/tickets'

type Row = Pick<Ticket, 'number'> & { staff: Pick<NonNullable<Ticket['staff']>, 'waitingSince'> | null }

/**
 * What comes after a finished ticket: the next one below it where somebody waits, else the first one above it. Where nobody
 * waits, its neighbour. Null: the list has no other ticket.
 */
export function nextTicket<T extends Row>(tickets: readonly T[], finished: number): T | null {
  const at = tickets.findIndex(ticket => ticket.number === finished)
  const others = [...tickets.slice(at + 1), ...tickets.slice(0, Math.max(at, 0))]
  return others.find(ticket => ticket.staff?.waitingSince) ?? tickets[at + 1] ?? tickets[at - 1] ?? null
}

/**
 * The ticket that a key moves to. A marked ticket that left the list, because somebody took it, for example, leaves its
 * place: there the next one is now.
 */
export function neighbour<T extends Pick<Ticket, 'number'>>(
  tickets: readonly T[],
  marked: number | null,
  place: number,
  step: 1 | -1,
): T | undefined {
  const at = tickets.findIndex(ticket => ticket.number === marked)
  const target = at < 0 ? place + Math.min(step, 0) : at + step
  return tickets[Math.min(Math.max(target, 0), tickets.length - 1)]
}
