import { encodeItem, frame } from './encode-event.ts'
import { createHeartbeat } from './heartbeat.ts'

/** Bytes that wait for one client. With more, its items wait in the procedure, which ends a stream that is too far behind. */
const maxWaitingBytes = 64 * 1024
const pingSeconds = 15
const retryMs = { least: 1_000, spread: 4_000 }

const ping = frame({ event: 'ping', data: '' })
const heartbeat = createHeartbeat(pingSeconds)

type Source = {
  /** Begins the stream: the items are read once it is open. */
  open(signal: AbortSignal): Promise<AsyncIterable<unknown>>
  /** The error as clients read it. */
  showError(error: unknown): unknown
}

/**
 * Server-sent events in the format of tRPC. tRPC encodes each item again for each stream, through six transforms; here
 * the streams share the bytes of an item, and one timer.
 */
export function eventStream(source: Source): ReadableStream<Uint8Array> {
  const leaving = new AbortController()
  let drained = () => {}
  let stopPings = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stopPings = heartbeat.add(() => hasRoom(controller) && controller.enqueue(ping))
        const room = () => new Promise<void>(resolve => (drained = resolve))
        // Not awaited: the headers are sent at once.
        void send(source, controller, leaving.signal, room).finally(stopPings)
      },
      pull: () => drained(),
      cancel() {
        stopPings()
        leaving.abort()
        drained()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxWaitingBytes }),
  )
}

type Controller = ReadableStreamDefaultController<Uint8Array>

const hasRoom = ({ desiredSize }: Controller) => (desiredSize ?? 0) > 0

async function send(source: Source, controller: Controller, signal: AbortSignal, room: () => Promise<void>) {
  let isGreeted = false
  const greet = () => {
    if (!isGreeted && !signal.aborted) controller.enqueue(greeting())
    isGreeted = true
  }
  try {
    const items = await source.open(signal)
    greet()
    for await (const item of items) {
      if (signal.aborted) return
      controller.enqueue(encodeItem(item))
      if (!hasRoom(controller)) await room()
    }
    if (!signal.aborted) controller.enqueue(frame({ event: 'return', data: '' }))
  } catch (error) {
    if (signal.aborted) return
    greet()
    controller.enqueue(frame({ event: 'serialized-error', data: JSON.stringify(source.showError(error)) }))
  } finally {
    if (!signal.aborted) controller.close()
  }
}

/** Clients that lose their connection reconnect at different times, because each of them reads its screens again. */
function greeting(): Uint8Array {
  const retry = retryMs.least + Math.floor(Math.random() * retryMs.spread)
  const connected = frame({ event: 'connected', data: JSON.stringify({ reconnectAfterInactivityMs: 40_000 }) })
  return Buffer.concat([Buffer.from(`retry: ${retry}\n`), connected])
}
