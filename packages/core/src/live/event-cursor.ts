import { DeskError } from '@gotrs/contract/errors'
import { type Place, readCursor, writeCursor } from '../kernel/cursor.ts'
import type { Vault } from '../kernel/vault.ts'

const list = 'events'

/**
 * Encrypted: the position can be that of an event which the caller may not see, and an id contains a time. Callers who
 * could make a cursor could search for such positions. One position has one cursor, so that equal answers stay equal.
 */
export const sealPlace = (vault: Vault, place: Place): string =>
  vault.sealAlike(list, writeCursor(list, place)).toString('base64url')

/** @throws DeskError `invalid_cursor` where it is not ours */
export function openPlace(vault: Vault, cursor: string): Place {
  return readCursor(list, openCursor(vault, cursor), value => /^\d{1,18}$/.test(value))
}

function openCursor(vault: Vault, cursor: string): string {
  try {
    return vault.open(list, Buffer.from(cursor, 'base64url'))
  } catch {
    throw new DeskError('invalid_cursor')
  }
}
