import type { LedgerRow } from '../ledger/ledger-row.ts'

const day = 24 * 60 * 60_000
/** So long may a mail be on its way: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.4.1 */
const longestWay = 5 * day
/** Dates before that share one day, so that mails which are brought here long after they were written keep their order. */
const roomBefore = day
const halfOfRoomMs = 30 * day

type Dates = Pick<LedgerRow, 'writtenAt' | 'arrivedAt' | 'receivedAt'>

/**
 * The place of a mail in a conversation: when it was written, as far as that time can be trusted. Its sender chooses
 * that date, so it is never later than the arrival, and earlier only by as much as mail may be on its way.
 */
export function placeOf({ writtenAt, arrivedAt, receivedAt }: Dates): Date {
  const arrived = Math.min(arrivedAt?.getTime() ?? Number.POSITIVE_INFINITY, receivedAt.getTime())
  const written = Math.min(writtenAt?.getTime() ?? arrived, arrived)
  // Whole days, so that mails that come one after the other are measured by one rule.
  const earliest = Math.floor((arrived - longestWay) / day) * day
  if (written >= earliest) return new Date(written)
  const before = earliest - written
  return new Date(Math.floor(earliest - (roomBefore * before) / (before + halfOfRoomMs)))
}

/** An answer comes below the message that it answers, even if the clock of its writer is wrong. */
export const placeAfter = (answered: Date | null, place: Date | null): Date | null =>
  answered && place && place <= answered ? new Date(answered.getTime() + 1) : place
