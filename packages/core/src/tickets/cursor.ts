import { DeskError } from '@gotrs/contract/errors'
import { isReadableYear } from '@gotrs/contract/ids'
import { z } from 'zod'

const parts = z.tuple([z.string().max(200), z.uuid()])

/** An opaque keyset cursor: the sort value of the last row, and its id. */
export const writeCursor = (value: string, id: string): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url')

/** @throws DeskError `invalid_cursor` when it is not one of ours, or not of this order */
export function readCursor(cursor: string, accepts: (value: string) => boolean): { value: string; id: string } {
  try {
    const [value, id] = parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (accepts(value)) return { value, id }
  } catch {
    // Not JSON, or not ours: said below.
  }
  throw new DeskError('invalid_cursor')
}

/** A time as we write it, that there is: not the 31st of February, nor a year that Postgres cannot read. */
export function timeValue(value: string): boolean {
  if (value === 'infinity') return true
  const time = new Date(value)
  return !Number.isNaN(time.getTime()) && time.toISOString() === value && isReadableYear(value)
}
