import type { ErrorCode } from './contract.ts'

/**
 * What no server says: the request did not reach one or the connection broke (`unreachable`), the call took too long
 * (`timed_out`), the caller's signal ended it (`aborted`), or the response is not one of GOTRS (`unexpected_answer`).
 */
export type ClientErrorCode = 'unreachable' | 'timed_out' | 'aborted' | 'unexpected_answer'

type Facts = {
  /** The sentence of the server. */
  message?: string | undefined
  params?: Record<string, unknown> | undefined
  requestId?: string | null | undefined
  status?: number | null | undefined
  cause?: unknown
}

/** Everything that this package throws, except for `WebhookError`. */
export class GotrsError extends Error {
  /** A newer server may have codes that this version does not know: keep a default branch. */
  readonly code: ErrorCode | ClientErrorCode
  /** Small facts: ids, limits, names of fields. */
  readonly params: Record<string, unknown>
  /** Finds the request in the log of the server: that of the last attempt which got a response. Null if there is none. */
  readonly requestId: string | null
  /** The HTTP status; null without a response. */
  readonly status: number | null

  constructor(code: ErrorCode | ClientErrorCode, { message, params = {}, requestId, status, cause }: Facts = {}) {
    super(message ?? messageOf(code, params), cause === undefined ? undefined : { cause })
    this.name = 'GotrsError'
    this.code = code
    this.params = params
    this.requestId = requestId ?? null
    this.status = status ?? null
  }
}

/** True also for an error of another copy of this package. */
export function isGotrsError(error: unknown): error is GotrsError {
  return error instanceof GotrsError || (error instanceof Error && error.name === 'GotrsError' && 'code' in error)
}

/** Turns what was thrown inside into the error that callers see. */
export function toGotrsError(thrown: unknown): GotrsError {
  let cause = thrown
  for (let depth = 0; depth < 6 && cause instanceof Error; depth += 1, cause = cause.cause) {
    if (isGotrsError(cause)) return cause
    const error = errorOfProcedure(cause)
    if (error) return error
    if (cause.name === 'AbortError') return new GotrsError('aborted', { cause: thrown })
  }
  // The input cannot be written as JSON: a cycle, a BigInt.
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new GotrsError('invalid_input', { params: { issues: [{ path: '', message }] }, cause: thrown })
}

type Shape = { code?: ErrorCode; params?: Record<string, unknown> }
type TrpcData = { desk?: Shape; requestId?: string | null; httpStatus?: number }

function errorOfProcedure(error: Error): GotrsError | null {
  const data = 'data' in error ? (error.data as TrpcData | null | undefined) : undefined
  if (!data?.desk?.code) return null
  const { desk, requestId, httpStatus: status } = data
  return new GotrsError(desk.code ?? 'internal', {
    message: error.message,
    params: desk.params,
    requestId,
    status,
    cause: error,
  })
}

/** For an error without a sentence of the server: what happened, and what is wrong with each field. */
function messageOf(code: string, { issues, maxBytes, timeoutMs, retryAfter }: Record<string, unknown>): string {
  const fields = Array.isArray(issues)
    ? issues.slice(0, 5).map(({ path, message }) => `${path || 'input'}: ${message}`)
    : []
  const limits = [
    typeof maxBytes === 'number' && `The maximum is ${maxBytes} bytes.`,
    typeof timeoutMs === 'number' && `The limit is ${timeoutMs} ms.`,
    typeof retryAfter === 'number' && `Retry after ${retryAfter} s.`,
  ]
  return [messages[code] ?? code, ...fields, ...limits.filter(Boolean)].join(' ')
}

const messages: Partial<Record<string, string>> = {
  unreachable:
    'The desk cannot be reached, or the connection broke. A browser hides the reason: it also says this when the desk refuses a call from a page of another origin, such as a login.',
  timed_out: 'The call took too long.',
  aborted: 'The signal of the caller ended the call.',
  unexpected_answer: 'The response is not one of GOTRS. Check the url.',
  invalid_input: 'The input cannot be sent as JSON.',
  not_logged_in: 'Log in first.',
  forbidden: 'A proxy in front of the desk rejects the request.',
  too_large: 'The request is too large.',
  too_many_requests: 'Too many requests.',
  unavailable: 'The desk is not available at the moment. Try again.',
}
