import type { ErrorCode } from './api.ts'

/**
 * What no server says: it was not reached or the line broke (`unreachable`), all attempts together took too long
 * (`timed_out`), the caller's signal ended the call (`aborted`), or what answered is no GOTRS (`unexpected_answer`).
 */
export type ClientErrorCode = 'unreachable' | 'timed_out' | 'aborted' | 'unexpected_answer'

type Facts = {
  /** The sentence of the server. */
  words?: string | undefined
  params?: Record<string, unknown> | undefined
  requestId?: string | null | undefined
  status?: number | null | undefined
  cause?: unknown
}

/** Everything that this package throws. */
export class GotrsError extends Error {
  /** A newer server may have codes that this version does not know: keep a default branch. */
  readonly code: ErrorCode | ClientErrorCode
  /** Small facts for a text: ids, limits, names of fields. */
  readonly params: Record<string, unknown>
  /** Finds the call in the log of the server; null where none was reached. */
  readonly requestId: string | null
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null

  constructor(code: ErrorCode | ClientErrorCode, { words, params = {}, requestId, status, cause }: Facts = {}) {
    super(words ?? wordsOf(code, params), cause === undefined ? undefined : { cause })
    this.name = 'GotrsError'
    this.code = code
    this.params = params
    this.requestId = requestId ?? null
    this.status = status ?? null
  }
}

/** True also where the error comes from another copy of this package. */
export function isGotrsError(error: unknown): error is GotrsError {
  return error instanceof GotrsError || (error instanceof Error && error.name === 'GotrsError' && 'code' in error)
}

/** Whatever was thrown inside, as what callers see. */
export function toGotrsError(thrown: unknown): GotrsError {
  let cause = thrown
  for (let depth = 0; depth < 6 && cause instanceof Error; depth += 1, cause = cause.cause) {
    if (isGotrsError(cause)) return cause
    const told = toldByTrpc(cause)
    if (told) return told
    if (cause.name === 'AbortError') return new GotrsError('aborted', { cause: thrown })
  }
  // All that is left cannot be sent: a cycle, a BigInt.
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new GotrsError('invalid_input', { params: { issues: [{ path: '', message }] }, cause: thrown })
}

type Shape = { code?: ErrorCode; params?: Record<string, unknown> }
type TrpcData = { desk?: Shape; requestId?: string | null; httpStatus?: number }

function toldByTrpc(error: Error): GotrsError | null {
  const data = 'data' in error ? (error.data as TrpcData | null | undefined) : undefined
  if (!data?.desk?.code) return null
  const { desk, requestId, httpStatus: status } = data
  return new GotrsError(desk.code ?? 'internal', {
    words: error.message,
    params: desk.params,
    requestId,
    status,
    cause: error,
  })
}

/** Where no server said it: what happened, and what is wrong about the input, field by field. */
function wordsOf(code: string, { issues, maxBytes }: Record<string, unknown>): string {
  const told = Array.isArray(issues)
    ? issues.slice(0, 5).map(({ path, message }) => `${path || 'input'}: ${message}`)
    : []
  const limit = typeof maxBytes === 'number' ? [`The maximum is ${maxBytes} bytes.`] : []
  return [own[code] ?? code, ...told, ...limit].join(' ')
}

const own: Partial<Record<string, string>> = {
  unreachable:
    'The desk was not reached, or the line broke. A browser hides the reason: to a page of another origin it looks so too where the desk does not take the call, as it takes no login.',
  timed_out: 'All attempts together took too long.',
  aborted: 'The call was ended by its signal.',
  unexpected_answer: 'What answered is no GOTRS: look at the url.',
  invalid_input: 'The request cannot be sent as it is.',
  not_logged_in: 'Log in first.',
  forbidden: 'Something in front of the desk does not let this pass.',
  too_large: 'The request is too large.',
  too_many_requests: 'Too many requests: wait a while.',
  unavailable: 'The desk is not available at the moment: try again.',
}
