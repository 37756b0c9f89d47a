import type { ServerResponse } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { frame, type Item, itemEncoder } from './encode-event.ts'
import { createHeartbeat } from './heartbeat.ts'

/** Bytes that wait for one client. With more, its items wait in the procedure, which ends a stream that is too far behind. */
const maxWaitingBytes = 64 * 1024
const pingSeconds = 15
const retryMs = { least: 1_000, spread: 4_000 }

const ping = frame({ event: 'ping', data: '' })
const heartbeat = createHeartbeat(pingSeconds)

type Receiver = { take(item: Item): boolean; end(error?: unknown): void }

/** Gives its items to a receiver. `resume`: the receiver has room for more. */
export type Items = { connect(receiver: Receiver): { resume(): void } }

type Source = {
  /** The last event that the client has. */
  lastEventId?: string | undefined
  /** Begins the stream: the items are read once it is open. */
  open(signal: AbortSignal): Promise<Items>
  /** The error as clients read it. */
  showError(error: unknown): unknown
}

/**
 * Server-sent events in the format of tRPC. tRPC encodes each item again for each stream, through six transforms; here the
 * streams share the bytes of an item, and write them straight to the connection. The returned body contains no bytes: it
 * shows when the headers are sent and when the client has left, and ends the response.
 */
export function eventStream(source: Source, outgoing: ServerResponse): ReadableStream<Uint8Array> {
  const leaving = new AbortController()
  // Without chunks an event is one write. The end of the connection ends the body (RFC 9112, section 6.3).
  outgoing.removeHeader('Transfer-Encoding')
  // Without a listener an error of one connection would end the process.
  outgoing.on('error', () => leaving.abort())
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (!outgoing.headersSent && !leaving.signal.aborted) await turn()
        await send(source, outgoing, leaving.signal)
        if (!leaving.signal.aborted) controller.close()
      },
      cancel: () => leaving.abort(),
    },
    { highWaterMark: 0 },
  )
}

async function send(source: Source, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const hasRoom = () => outgoing.writableLength < maxWaitingBytes
  const isOver = () => signal.aborted || outgoing.destroyed || outgoing.writableEnded
  const write = (bytes: Uint8Array) => void (isOver() || outgoing.write(bytes))
  const stopPings = heartbeat.add(() => hasRoom() && write(ping))
  let isGreeted = false
  const greet = () => {
    if (!isGreeted) write(greeting())
    isGreeted = true
  }
  const encode = itemEncoder(source.lastEventId)
  try {
    const items = await source.open(signal)
    greet()
    await readAll(items, outgoing, signal, item => {
      write(encode(item))
      return hasRoom()
    })
  } catch (error) {
    if (signal.aborted) return
    greet()
    write(frame({ event: 'serialized-error', data: JSON.stringify(source.showError(error)) }))
  } finally {
    stopPings()
  }
}

/** Resolves when the client has left, rejects with what ended the items. */
async function readAll(
  items: Items,
  outgoing: ServerResponse,
  signal: AbortSignal,
  take: Receiver['take'],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  const end = (error?: unknown) => (error === undefined ? resolve() : reject(error))
  const { resume } = items.connect({ take, end })
  outgoing.on('drain', resume)
  await promise.finally(() => outgoing.off('drain', resume))
}

/** Clients that lose their connection reconnect at different times, because each of them reads its screens again. */
function greeting(): Uint8Array {
  const retry = retryMs.least + Math.floor(Math.random() * retryMs.spread)
  const connected = frame({ event: 'connected', data: JSON.stringify({ reconnectAfterInactivityMs: 40_000 }) })
  return Buffer.concat([Buffer.from(`retry: ${retry}\n`), connected])
}
