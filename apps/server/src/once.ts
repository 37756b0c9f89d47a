import { createHash } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import type { Desk } from '@gotrs/core/desk'
import type { RunOptions } from '@gotrs/core/kernel/kernel'

/** @throws DeskError `invalid_input` for a key that is none (draft-ietf-httpapi-idempotency-key-header) */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = header.trim().replace(/^"(.*)"$/, '$1')
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  const message = '1 to 200 visible ASCII characters'
  throw new DeskError('invalid_input', { issues: [{ path: 'Idempotency-Key', message }] })
}

/** The desk, whose first change of this call is made once under the key. */
export function onceUnder(desk: Desk, key: string, call: { path: string; input: unknown }): Desk {
  let isTaken = false
  const callHash = createHash('sha256')
    .update(JSON.stringify([call.path, call.input ?? null]))
    .digest('hex')
  return {
    ...desk,
    run(actor, work, options: RunOptions = {}) {
      const once = isTaken ? undefined : { key, callHash }
      isTaken = true
      return desk.run(actor, work, { ...options, once })
    },
  }
}
