import type { ErrorCode } from './api.ts'
import { GotrsError } from './errors.ts'

/** A personal API token, or what gives the token that is good now, as `session.token` of a login does. */
export type Token = string | (() => string | Promise<string>)

/** How the server is reached. */
export type Line = {
  url: string
  fetch: typeof globalThis.fetch
  /** A `fetch` of the caller's own is used for everything. */
  isOwnFetch: boolean
  /** Null where nobody is logged in, or by cookie. @throws GotrsError */
  token(): Promise<string | null>
  hasChangingToken: boolean
}

export type LineOptions = {
  /** Where GOTRS is reached, for instance `https://desk.example.org`. */
  url: string
  /** Sent as bearer token with every call. */
  token?: Token | undefined
  /** For a `fetch` with a cookie jar, a proxy or a time-out of its own. */
  fetch?: typeof globalThis.fetch | undefined
}

export function openLine({ url, token, fetch }: LineOptions): Line {
  return {
    url,
    // Looked up at each call: what replaces it later, to trace calls say, is used.
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

export async function authorization(line: Line): Promise<Record<string, string>> {
  const token = await line.token()
  return token === null ? {} : { Authorization: `Bearer ${token}` }
}

/** As `fetch`. @throws GotrsError `unreachable`, `aborted` */
export async function reach(line: Line, url: string | URL, init: RequestInit): Promise<Response> {
  try {
    return await line.fetch(url, init)
  } catch (cause) {
    throw brokenLine(cause, init.signal)
  }
}

/** A whole body; a line that breaks in the middle of it is as one that was never there. @throws GotrsError */
export async function readJson(response: Response, signal?: AbortSignal | null): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    throw brokenLine(cause, signal)
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function brokenLine(cause: unknown, signal: AbortSignal | null | undefined): GotrsError {
  if (cause instanceof GotrsError) return cause
  return new GotrsError(signal?.aborted ? 'aborted' : 'unreachable', { cause })
}

/** Of an answer that is none of the procedure: the server's own refusal, or that of something in front of it. */
export function errorOfAnswer({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): GotrsError {
  const told = (body as { error?: { code?: unknown; message?: unknown; requestId?: unknown } } | null | undefined)
    ?.error
  const isOurs = typeof told?.code === 'string'
  const seconds = secondsOf(headers.get('retry-after'))
  return new GotrsError(isOurs ? (told.code as ErrorCode) : codeOf(status), {
    words: isOurs && typeof told.message === 'string' ? told.message : undefined,
    params: seconds === null ? {} : { retryAfter: seconds },
    requestId: typeof told?.requestId === 'string' ? told.requestId : headers.get('x-request-id'),
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
