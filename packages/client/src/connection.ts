import type { ErrorCode } from './contract.ts'
import { GotrsError } from './errors.ts'

/** A personal API token, or a function that returns the current token, such as `session.token` of a login. */
export type Token = string | (() => string | Promise<string>)

export type Connection = {
  url: string
  fetch: typeof globalThis.fetch
  /** The caller gave a `fetch`: every request uses it. */
  isOwnFetch: boolean
  /** Null if there is no token: nobody is logged in, or a cookie says who. @throws GotrsError */
  token(): Promise<string | null>
  hasChangingToken: boolean
}

export type ConnectionOptions = {
  /** The address of the desk, for example `https://desk.example.org`. */
  url: string
  /** Sent as bearer token with every call. */
  token?: Token | undefined
  /** For a `fetch` with a cookie jar, a proxy or certificates of its own. */
  fetch?: typeof globalThis.fetch | undefined
}

export function openConnection({ url, token, fetch }: ConnectionOptions): Connection {
  return {
    url,
    // Looked up at each call, so that a library that replaces it later, for tracing for example, sees every call.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    isOwnFetch: fetch !== undefined,
    hasChangingToken: typeof token === 'function',
    async token() {
      if (typeof token !== 'function') return token ?? null
      try {
        return await token()
      } catch (cause) {
        if (cause instanceof GotrsError) throw cause
        throw new GotrsError('not_logged_in', { params: { reason: 'no_token' }, cause })
      }
    },
  }
}

export async function authorization(connection: Connection): Promise<Record<string, string>> {
  const token = await connection.token()
  return token === null ? {} : { Authorization: `Bearer ${token}` }
}

/** Like `fetch`. @throws GotrsError `unreachable`, `aborted` */
export async function request(connection: Connection, url: string | URL, init: RequestInit): Promise<Response> {
  try {
    return await connection.fetch(url, init)
  } catch (cause) {
    throw connectionError(cause, init.signal)
  }
}

/** Reads a whole body; undefined if it is not JSON. A connection that breaks meanwhile is `unreachable`. @throws GotrsError */
export async function readJson(response: Response, signal?: AbortSignal | null): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    throw connectionError(cause, signal, response.headers.get('x-request-id'))
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function connectionError(cause: unknown, signal: AbortSignal | null | undefined, requestId?: string | null) {
  if (cause instanceof GotrsError) return cause
  return new GotrsError(signal?.aborted ? 'aborted' : 'unreachable', { cause, requestId })
}

/** The error of a response that no procedure wrote: the server or a proxy in front of it rejects the request. */
export function errorOfResponse({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): GotrsError {
  const error = (body as { error?: { code?: unknown; message?: unknown; requestId?: unknown } } | null | undefined)
    ?.error
  const isOfServer = typeof error?.code === 'string'
  const retryAfter = secondsOf(headers.get('retry-after'))
  return new GotrsError(isOfServer ? (error.code as ErrorCode) : codeOf(status), {
    message: isOfServer && typeof error.message === 'string' ? error.message : undefined,
    params: retryAfter === null ? {} : { retryAfter },
    requestId: typeof error?.requestId === 'string' ? error.requestId : headers.get('x-request-id'),
    status,
  })
}

const codeOfStatus: Partial<Record<number, ErrorCode>> = {
  401: 'not_logged_in',
  403: 'forbidden',
  413: 'too_large',
  429: 'too_many_requests',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}
const codeOf = (status: number) => codeOfStatus[status] ?? 'unexpected_answer'

/** RFC 9110, section 10.2.3: seconds or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null
}
