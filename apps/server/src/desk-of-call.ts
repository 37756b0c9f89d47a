import { createHash } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import type { Desk } from '@gotrs/core/desk'
import type { RunOptions } from '@gotrs/core/kernel/kernel'
import type { Door } from '@gotrs/core/kernel/unit-of-work'

/** @throws DeskError `invalid_input` for a key that is none (draft-ietf-httpapi-idempotency-key-header) */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = header.trim().replace(/^"(.*)"$/, '$1')
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  const message = '1 to 200 visible ASCII characters'
  throw new DeskError('invalid_input', { issues: [{ path: 'Idempotency-Key', message }] })
}

type Call = { path: string; input: unknown; key: string | null; door: Door }

/** The desk as one call sees it: what is written came by its door, and its first change is made once under its key. */
export function deskOfCall(desk: Desk, { path, input, key, door }: Call): Desk {
  const hash = () =>
    createHash('sha256')
      .update(JSON.stringify([path, input ?? null]))
      .digest('hex')
  let once = key === null ? undefined : { key, callHash: hash() }
  return {
    ...desk,
    run(actor, work, options: RunOptions = {}) {
      if (options.once === null) return desk.run(actor, work, { door, ...options })
      const whole = { door, ...options, once }
      once = undefined
      return desk.run(actor, work, whole)
    },
  }
}
