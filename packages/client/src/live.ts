import type { TRPCUntypedClient } from '@trpc/client'
import type { EventSourceFetchInit, FetchLike } from 'eventsource'
import type { AppRouter } from './api.ts'
import type { Watching, WatchOptions } from './calls.ts'
import { type GotrsError, toGotrsError } from './errors.ts'
import { errorOfAnswer, type Line, reach, readJson } from './line.ts'
import { isTransient, pause, pauseBefore } from './retry.ts'

type Trpc = TRPCUntypedClient<AppRouter>
type Item = { id?: string }

/** What one stream knows of itself. */
type Stream = { token: string | null; lastEventId: string | undefined; refusal: GotrsError | null }

const longestTimerMs = 2 ** 31 - 1

/** Listens, comes back after breaks with the last event id, and ends with an error when the credential is over. */
export function watch(trpc: Trpc, line: Line, path: string, input: unknown, options: WatchOptions<unknown>): Watching {
  const stream: Stream = { token: null, lastEventId: undefined, refusal: null }
  // While a lost stream waits to come back nothing else keeps a program alive that does nothing but listen.
  const alive = setInterval(() => {}, longestTimerMs)
  const isNew = rememberIds()
  let isOver = false
  let current: Watching | undefined
  const end = (tell?: () => void) => {
    if (isOver) return
    isOver = true
    clearInterval(alive)
    tell?.()
  }
  const open = () => {
    const resumed = { ...(input as object), ...(stream.lastEventId ? { lastEventId: stream.lastEventId } : {}) }
    current = trpc.subscription(path, resumed, {
      signal: options.signal as AbortSignal,
      context: { streamFetch: streamFetch(line, stream) },
      onStarted: () => options.onStarted?.(),
      onData(item) {
        const { id } = item as Item
        if (id !== undefined) stream.lastEventId = id
        if (!isOver && isNew(id)) options.onData(item)
      },
      onError: thrown => void lost(stream.refusal ?? toGotrsError(thrown)),
      onComplete: () => end(options.onComplete),
    })
  }
  const lost = async (error: GotrsError) => {
    const isRenewed = error.code === 'not_logged_in' && (await hasNewToken(line, stream))
    if (isOver) return
    if (!isRenewed) return end(() => options.onError?.(error))
    stream.refusal = null
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

/** After a break the server rather tells something twice than not at all. */
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

/** The token that the stream was opened with has ended, but its owner has another one by now. */
async function hasNewToken(line: Line, { token }: Stream): Promise<boolean> {
  if (!line.hasChangingToken) return false
  return (await line.token().catch(() => token)) !== token
}

const longestPauseMs = 60_000

/**
 * `fetch` for an EventSource: with the token that is good now, and until there is a stream, a refusal or nobody who wants
 * one any more. An EventSource by itself would come back every three seconds, whatever it is told.
 */
function streamFetch(line: Line, stream: Stream): FetchLike {
  return async (url, init) => {
    const signal: AbortSignal = init.signal
    for (let tries = 0; ; tries += 1) {
      try {
        return await openStream(line, stream, url, init)
      } catch (thrown) {
        const error = toGotrsError(thrown)
        if (signal.aborted) throw error
        // An EventSource gives up after an answer that is no stream.
        if (!isTransient(error)) {
          stream.refusal = error
          return new Response(null, { status: 403 })
        }
        await pause(Math.min(pauseBefore(tries, error), longestPauseMs), signal)
      }
    }
  }
}

/** @throws GotrsError where the answer is no stream */
async function openStream(
  line: Line,
  stream: Stream,
  url: string | URL,
  init: EventSourceFetchInit,
): Promise<Response> {
  stream.token = await line.token()
  const bearer = stream.token === null ? undefined : { Authorization: `Bearer ${stream.token}` }
  const response = await reach(line, url, { ...init, headers: { ...init.headers, ...bearer } })
  if (response.status === 200) return response
  throw refusalOf(response, await readJson(response, init.signal))
}

type TrpcBody = { error?: { data?: unknown } } | undefined

function refusalOf(response: Response, body: unknown): GotrsError {
  const data = (body as TrpcBody)?.error?.data
  const isOfProcedure = typeof data === 'object' && data !== null
  return isOfProcedure ? toGotrsError(Object.assign(new Error(), { data })) : errorOfAnswer(response, body)
}
