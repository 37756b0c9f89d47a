import type { Api } from './api.ts'
import { callsOf, type MutationOptions, type SubscribeOptions } from './calls.ts'
import { type ConnectionOptions, openConnection } from './connection.ts'
import type { DeskInfo } from './contract.ts'
import { type Paginate, paginate } from './paginate.ts'
import { defaultLimits, isTransient, type RetryLimits, withRetries } from './retry.ts'
import { subscribe } from './subscribe.ts'
import { newKey, openTrpc } from './trpc.ts'
import { type Download, downloader, type Upload, uploader } from './upload.ts'

export type ClientOptions = ConnectionOptions & {
  /** How often a call is retried at most, after a broken connection, 429 and 503; 3 if not given. */
  retries?: number | undefined
  /** For the pauses before the retries together; 65 s if not given, which is enough for a rate limit by the minute. */
  maxWaitMs?: number | undefined
  /** For a whole call with its pauses; 90 s if not given. */
  timeoutMs?: number | undefined
}

export type GotrsClient = Api & {
  /** Every item of a list that comes in pages: `for await (const ticket of desk.paginate(desk.tickets.list, {}))`. */
  paginate: Paginate
  /** Uploads a file for one message: its id goes into `attachmentIds`. */
  upload: Upload
  /** The bytes of a file, as the body of a response. */
  download: Download
}

/** Typed calls of everything that GOTRS does. They throw a `GotrsError`, whatever goes wrong. */
export function createClient(options: ClientOptions): GotrsClient {
  const connection = openConnection(options)
  const limits = limitsOf(options, defaultLimits)
  const trpc = openTrpc(connection)
  const run = (verb: string, path: string, input: unknown, given: unknown = {}) => {
    if (verb === 'subscribe') return subscribe(trpc, connection, path, input, given as SubscribeOptions<unknown>)
    if (verb !== 'query' && verb !== 'mutate') throw new TypeError(`No such call: ${path}.${verb}`)
    const { signal, ...callOptions } = given as MutationOptions
    // One key for all attempts.
    const key = verb === 'query' ? undefined : (callOptions.idempotencyKey ?? newKey())
    const call = verb === 'query' ? trpc.query.bind(trpc) : trpc.mutation.bind(trpc)
    return withRetries(signal => call(path, input, { signal, context: { idempotencyKey: key } }), {
      ...limitsOf(callOptions, limits),
      signal,
      isRetryable: error => isTransient(error) && (isRepeatable(verb, path) || error.code === 'too_many_requests'),
    })
  }
  const maxBytes = async () => ((await trpc.query('auth.desk')) as DeskInfo).maxAttachmentBytes
  const own = {
    paginate,
    upload: uploader(connection, limits, maxBytes),
    download: downloader(connection, limits),
  }
  return new Proxy(callsOf(run), {
    get: (target, name) => (Object.hasOwn(own, name) ? Reflect.get(own, name) : Reflect.get(target, name)),
  }) as GotrsClient
}

const limitsOf = (given: Partial<{ [Name in keyof RetryLimits]: number | undefined }>, limits: RetryLimits) => ({
  retries: given.retries ?? limits.retries,
  maxWaitMs: given.maxWaitMs ?? limits.maxWaitMs,
  timeoutMs: given.timeoutMs ?? limits.timeoutMs,
})

/** The server stores idempotency keys per person: without one, a second refresh would run again and end the login. */
const isRepeatable = (verb: string, path: string) => verb === 'query' || !path.startsWith('auth.')
