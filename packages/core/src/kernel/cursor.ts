import { DeskError } from '@gotrs/contract/errors'
import { isReadableYear } from '@gotrs/contract/ids'
import { z } from 'zod'

/** Where a page ended: the sort value of its last row, and its id. */
export type Place = { value: string; id: string }

const parts = z.tuple([z.string(), z.string().max(200), z.uuid()])

/** An opaque keyset cursor. `list` names the list and its order, so that no other one takes it for its own. */
export const writeCursor = (list: string, { value, id }: Place): string =>
  Buffer.from(JSON.stringify([list, value, id])).toString('base64url')

/** @throws DeskError `invalid_cursor` when it is not one of ours, or one of another list or order */
export function readCursor(list: string, cursor: string, accepts: (value: string) => boolean): Place {
  try {
    const [from, value, id] = parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (from === list && accepts(value)) return { value, id }
  } catch {
    // Not JSON, or not ours: said below.
  }
  throw new DeskError('invalid_cursor')
}

/** Is it a cursor of this list, as far as its text says? */
export function isCursorOf(list: string, cursor: string): boolean {
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))[0] === list
  } catch {
    return false
  }
}

/** A time as we write it, that there is: not the 31st of February, nor a year that Postgres cannot read. */
export function timeValue(value: string): boolean {
  const time = new Date(value)
  return !Number.isNaN(time.getTime()) && time.toISOString() === value && isReadableYear(value)
}
