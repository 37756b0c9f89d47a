import { isTrackedEnvelope } from '@trpc/server'

const encoder = new TextEncoder()

/** One server-sent event, as tRPC writes it. */
export const frame = ({ event, data, id }: { event?: string; data: string; id?: string }): Uint8Array =>
  encoder.encode(
    `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n${id === undefined ? '' : `id: ${id}\n`}\n`,
  )

/** Many streams send the same object, so it is encoded once. */
const written = new WeakMap<object, Uint8Array>()

/** An item of a procedure that streams; with its id where it is tracked. */
export function encodeItem(item: unknown): Uint8Array {
  const [id, data] = isTrackedEnvelope(item) ? [item[0], item[1]] : [undefined, item]
  const known = typeof data === 'object' && data !== null ? data : {}
  const bytes = written.get(known) ?? frame({ data: JSON.stringify(data), ...(id !== undefined && { id }) })
  written.set(known, bytes)
  return bytes
}
