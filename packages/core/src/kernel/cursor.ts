import { DeskError } from '@gotrs/contract/errors'
import { isReadableYear } from '@gotrs/contract/ids'
import { z } from 'zod'

/** Where a page ended: the sort value of its last row, and its id. */
export type Place = { value: string; id: string }

const parts = z.tuple([z.string(), z.string().max(200), z.uuid()])

/** An opaque keyset cursor. `list` names the list and its order, so that no other list accepts it. */
export const writeCursor = (list: string, { value, id }: Place): string =>
  Buffer.from(JSON.stringify([list, value, id])).toString('base64url')

/** @throws DeskError `invalid_cursor` for a text that is not a cursor, or a cursor of another list or order */
export function readCursor(list: string, cursor: string, accepts: (value: string) => boolean): Place {
  try {
    const [from, value, id] = parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (from === list && accepts(value)) return { value, id }
  } catch {
    // Not JSON, or not a cursor: rejected below.
  }
  throw new DeskError('invalid_cursor')
}

/** Does the text name this list? Does not check its value. */
export function isCursorOf(list: string, cursor: string): boolean {
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))[0] === list
  } catch {
    return false
  }
}

/** A valid time in our own format: not the 31st of February, nor a year that Postgres cannot read. */
export function timeValue(value: string): boolean {
  const time = new Date(value)
  return !Number.isNaN(time.getTime()) && time.toISOString() === value && isReadableYear(value)
}
