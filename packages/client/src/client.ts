import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink, TRPCUntypedClient } from '@trpc/client'
import { EventSource, type FetchLike } from 'eventsource'
import type { AppRouter, DeskInfo } from './api.ts'
import { type Calls, callsOf, type MutationOptions, type WatchOptions } from './calls.ts'
import { authorization, errorOfAnswer, type Line, type LineOptions, openLine, reach, readJson } from './line.ts'
import { watch } from './live.ts'
import { isTransient, withRetries } from './retry.ts'
import { downloader, type Upload, uploader } from './upload.ts'

export type ClientOptions = LineOptions & {
  /** How often a call is made again at most after the line broke, or after 429 and 503; 3 if not given. */
  retries?: number | undefined
  /** For all attempts of one call together; a minute if not given. */
  timeoutMs?: number | undefined
}

export type GotrsClient = Calls<AppRouter['_def']['record']> & {
  /** A file for a message: its id goes into `attachmentIds`, once. */
  upload: Upload
  /** The bytes of a file, as the body of a response. */
  download(
    attachmentId: string,
    options?: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
  ): Promise<Response>
}

/** Typed calls of everything that GOTRS does. Whatever goes wrong is a `GotrsError`. */
export function createClient({ retries = 3, timeoutMs = 60_000, ...reached }: ClientOptions): GotrsClient {
  const line = openLine(reached)
  const trpc = openTrpc(line)
  const run = (verb: string, path: string, input: unknown, options: unknown = {}) => {
    if (verb === 'subscribe') return watch(trpc, line, path, input, options as WatchOptions<unknown>)
    if (verb !== 'query' && verb !== 'mutate') throw new TypeError(`No such call: ${path}.${verb}`)
    const { signal, context, idempotencyKey, ...given } = options as MutationOptions
    // One key for all attempts.
    const key = verb === 'query' ? undefined : (idempotencyKey ?? context?.idempotencyKey ?? newKey())
    const call = verb === 'query' ? trpc.query.bind(trpc) : trpc.mutation.bind(trpc)
    return withRetries(signal => call(path, input, { signal, context: { idempotencyKey: key } }), {
      retries: given.retries ?? retries,
      timeoutMs: given.timeoutMs ?? timeoutMs,
      signal,
      isWorthIt: error => isTransient(error) && (isSafe(verb, path) || error.code === 'too_many_requests'),
    })
  }
  const maxBytes = async () => ((await trpc.query('auth.desk')) as DeskInfo).maxAttachmentBytes
  const files = { upload: uploader(line, retries, maxBytes), download: downloader(line, retries) }
  const calls = callsOf(run)
  return new Proxy(calls, {
    get: (target, name) => (Object.hasOwn(files, name) ? Reflect.get(files, name) : Reflect.get(target, name)),
  }) as GotrsClient
}

/** Keys are kept for each person: a call of nobody, such as the use of a refresh token, would be done again. */
const isSafe = (verb: string, path: string) => verb === 'query' || !path.startsWith('auth.')

type Op = { context: { idempotencyKey?: string; streamFetch?: FetchLike } }

function openTrpc(line: Line): TRPCUntypedClient<AppRouter> {
  const url = new URL('/trpc', line.url).href
  const fetch = (input: unknown, init: RequestInit = {}) => askTrpc(line, input as string, init)
  const mutations = httpLink<AppRouter>({
    url,
    fetch: fetch as typeof globalThis.fetch,
    headers: async ({ op }) => ({
      ...(await authorization(line)),
      'Idempotency-Key': (op as Op).context.idempotencyKey ?? newKey(),
    }),
  })
  return new TRPCUntypedClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url,
          EventSource,
          eventSourceOptions: ({ op }) => ({ fetch: (op as Op).context.streamFetch as FetchLike }),
        }),
        false: splitLink({
          condition: ({ type }) => type === 'mutation',
          // Each by itself: a request has one key.
          true: mutations,
          // No more calls in one request than the server takes.
          false: httpBatchLink({
            url,
            fetch: fetch as typeof globalThis.fetch,
            headers: () => authorization(line),
            maxItems: 20,
          }),
        }),
      }),
    ],
  })
}

/** What is no answer of a procedure never gets to tRPC, which would lose its status. */
async function askTrpc(line: Line, url: string, init: RequestInit) {
  const response = await reach(line, url, init)
  const body = await readJson(response, init.signal)
  const isAnswer = (Array.isArray(body) ? body : [body]).every(isOfProcedure)
  if (!isAnswer) throw errorOfAnswer(response, body)
  return { status: response.status, headers: response.headers, json: async () => body }
}

type Part = { result?: unknown; error?: { data?: unknown } } | null | undefined
const isOfProcedure = (part: Part) => part?.result !== undefined || part?.error?.data !== undefined

/** Pages without TLS have no `randomUUID`. */
function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
