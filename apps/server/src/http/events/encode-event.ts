const encoder = new TextEncoder()

/** One server-sent event, as tRPC writes it. */
export const frame = ({ event, data, id }: { event?: string; data: string; id?: string }): Uint8Array =>
  encoder.encode(
    `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n${id === undefined ? '' : `id: ${id}\n`}\n`,
  )

/** `eventId` is null for what is no event. */
export type Item = { eventId: string | null }

const noEvent = '00000000-0000-0000-0000-000000000000'

/** Many streams send the same object, so it is encoded once. */
const encoded = new WeakMap<Item, Uint8Array>()

/**
 * Of one stream. What is no event has the id of the event before it: a client that reconnects names the last id it got, and
 * gets what came after that event.
 */
export function itemEncoder(lastEventId: string | undefined): (item: Item) => Uint8Array {
  let last = lastEventId || noEvent
  return item => {
    if (item.eventId === null) return frame({ data: JSON.stringify(item), id: last })
    last = item.eventId
    const bytes = encoded.get(item) ?? frame({ data: JSON.stringify(item), id: last })
    encoded.set(item, bytes)
    return bytes
  }
}
