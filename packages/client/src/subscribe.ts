import type { EventSourceFetchInit, FetchLike } from 'eventsource'
import type { SubscribeOptions, Unsubscribable } from './calls.ts'
import { type Connection, errorOfResponse, readJson, request } from './connection.ts'
import { type GotrsError, toGotrsError } from './errors.ts'
import { defaultLimits, isTransient, pause, pauseBefore } from './retry.ts'
import type { Trpc } from './trpc.ts'

type Item = { id?: string }

/**
 * `rejection`: the error of the request that did not open the stream. `reopenAt`: not earlier than this, because the server
 * that ended the stream said so. `losses`: how often it was lost since its last item.
 */
type Stream = {
  token: string | null
  lastEventId: string | undefined
  rejection: GotrsError | null
  reopenAt: number
  losses: number
}

/** One new token after the other is rejected: the next one will be, too. */
const maxLosses = 4
const longestTimerMs = 2 ** 31 - 1

/** Opens a stream, reopens it after a break with the last event id, and ends it with an error when the token expires. */
export function subscribe(
  trpc: Trpc,
  connection: Connection,
  path: string,
  input: unknown,
  options: SubscribeOptions<unknown>,
): Unsubscribable {
  const stream: Stream = { token: null, lastEventId: undefined, rejection: null, reopenAt: 0, losses: 0 }
  const left = new AbortController()
  // Keeps a program running that only listens, while its stream waits to reconnect.
  const alive = setInterval(() => {}, longestTimerMs)
  const isNew = rememberIds()
  let isEnded = false
  let current: Unsubscribable | undefined
  const end = (report?: () => void) => {
    if (isEnded) return
    isEnded = true
    clearInterval(alive)
    left.abort()
    report?.()
  }
  const open = () => {
    const resumed = { ...(input as object), ...(stream.lastEventId ? { lastEventId: stream.lastEventId } : {}) }
    current = trpc.subscription(path, resumed, {
      signal: options.signal as AbortSignal,
      context: { streamFetch: streamFetch(connection, stream) },
      onStarted: () => options.onStarted?.(),
      onConnectionStateChange({ error }) {
        const reason = error && toGotrsError(error)
        // An EventSource waits by itself where the server does not say how long.
        if (reason?.params.retryAfter) stream.reopenAt = performance.now() + pauseAfter(stream, reason)
      },
      onData(item) {
        const { id } = item as Item
        stream.losses = 0
        if (id !== undefined) stream.lastEventId = id
        if (!isEnded && isNew(id)) options.onData(item)
      },
      onError: thrown => void lost(stream.rejection ?? toGotrsError(thrown)),
      onComplete: () => end(options.onComplete),
    })
  }
  const lost = async (error: GotrsError) => {
    if (!isEnded && !(await canContinue(connection, stream, error))) return end(() => options.onError?.(error))
    await pause(pauseAfter(stream, error), left.signal)
    if (isEnded) return
    stream.losses += 1
    stream.rejection = null
    open()
  }
  open()
  return {
    unsubscribe: () => {
      end()
      current?.unsubscribe()
    },
  }
}

const remembered = 1_000

/** After a break the server may repeat events, so that it loses none. */
function rememberIds() {
  const ids = new Set<string>()
  return (id: string | undefined) => {
    if (id === undefined) return true
    if (ids.has(id)) return false
    ids.add(id)
    for (const oldest of ids) {
      if (ids.size <= remembered) break
      ids.delete(oldest)
    }
    return true
  }
}

/** The server asks to come back later, or the token of the stream has expired and the caller has a newer one. */
async function canContinue(connection: Connection, { token, losses }: Stream, error: GotrsError): Promise<boolean> {
  if (isTransient(error)) return true
  if (error.code !== 'not_logged_in' || !connection.hasChangingToken || losses >= maxLosses) return false
  return (await connection.token().catch(() => token)) !== token
}

const pauseAfter = ({ losses }: Stream, error: GotrsError): number =>
  Math.min(pauseBefore(losses, error), defaultLimits.maxWaitMs)

/**
 * `fetch` for an EventSource: sends the current token, and retries until the stream opens, the server rejects it or the
 * caller unsubscribes. An EventSource by itself reconnects every three seconds, whatever `Retry-After` says.
 */
function streamFetch(connection: Connection, stream: Stream): FetchLike {
  return async (url, init) => {
    const signal: AbortSignal = init.signal
    await pause(stream.reopenAt - performance.now(), signal)
    for (let tries = 0; ; tries += 1) {
      try {
        return await openStream(connection, stream, url, init)
      } catch (thrown) {
        const error = toGotrsError(thrown)
        if (signal.aborted) throw error
        // An EventSource gives up after a response that is not a stream.
        if (!isTransient(error)) {
          stream.rejection = error
          return new Response(null, { status: 403 })
        }
        await pause(Math.min(pauseBefore(tries, error), defaultLimits.maxWaitMs), signal)
      }
    }
  }
}

/** @throws GotrsError if the response is not a stream */
async function openStream(
  connection: Connection,
  stream: Stream,
  url: string | URL,
  init: EventSourceFetchInit,
): Promise<Response> {
  stream.token = await connection.token()
  const bearer = stream.token === null ? undefined : { Authorization: `Bearer ${stream.token}` }
  const response = await request(connection, url, { ...init, headers: { ...init.headers, ...bearer } })
  if (response.status === 200) return response
  throw errorOfStream(response, await readJson(response, init.signal))
}

type TrpcBody = { error?: { data?: unknown } } | undefined

function errorOfStream(response: Response, body: unknown): GotrsError {
  const data = (body as TrpcBody)?.error?.data
  const isOfProcedure = typeof data === 'object' && data !== null
  return isOfProcedure ? toGotrsError(Object.assign(new Error(), { data })) : errorOfResponse(response, body)
}
