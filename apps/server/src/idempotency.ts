import { createHash } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import type { IdempotentCall } from '@gotrs/core/kernel/idempotency'

/** @throws DeskError `invalid_input` for an invalid key (draft-ietf-httpapi-idempotency-key-header) */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = header.trim().replace(/^"(.*)"$/, '$1')
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  const message = 'must be 1 to 200 visible ASCII characters'
  throw new DeskError('invalid_input', { issues: [{ path: 'Idempotency-Key', message }] })
}

/** The key of a call with a hash of its procedure and input: the same key with another input is another call. */
export function idempotentCall(
  key: string,
  { path, input }: { path: string; input: unknown },
  onReplay?: () => void,
): IdempotentCall {
  const call = JSON.stringify([path, input ?? null])
  return { key, callHash: createHash('sha256').update(call).digest('hex'), ...(onReplay && { onReplay }) }
}
