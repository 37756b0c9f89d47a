import type { ErrorCode } from '@gotrs/contract/errors'

/** What went wrong, as the screens speak of it; `offline` never reached the server. */
export type Failure = { code: ErrorCode | 'offline'; params: Record<string, unknown> }

/** The failure behind whatever was thrown: a tRPC error, an upload's failure, or something of our own. */
export function failureOf(error: unknown): Failure {
  if (isFailure(error)) return { code: error.code, params: error.params }
  if (!isTrpcError(error)) return { code: 'internal', params: {} }
  const { data } = error
  if (data?.desk) return data.desk
  // No answer of the desk's own: the line broke, or a proxy in between answered.
  const status = data?.httpStatus ?? statusOf(error.meta?.response)
  return { code: status === undefined ? 'offline' : codeOfStatus(status), params: {} }
}

/** A failure that can be thrown: uploads speak plain HTTP. */
export class FailureError extends Error implements Failure {
  readonly code: Failure['code']
  readonly params: Failure['params']

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'FailureError'
    this.code = failure.code
    this.params = failure.params
  }
}

/** For answers that carry a status and no code. */
export function codeOfStatus(status: number): Failure['code'] {
  if (status === 401) return 'not_logged_in'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 413) return 'too_large'
  if (status === 429) return 'too_many_requests'
  if (status === 0 || status === 502 || status === 503 || status === 504) return 'unavailable'
  return status >= 400 && status < 500 ? 'invalid_input' : 'internal'
}

type TrpcErrorShape = {
  name: 'TRPCClientError'
  data?: { desk?: Failure | null; httpStatus?: number } | null
  meta?: { response?: unknown }
}

const isFailure = (error: unknown): error is FailureError => error instanceof FailureError

// By name rather than by class, so that this file stays without imports and its test without a network.
const isTrpcError = (error: unknown): error is TrpcErrorShape =>
  error instanceof Error && error.name === 'TRPCClientError'

const statusOf = (response: unknown) =>
  typeof response === 'object' && response !== null && 'status' in response ? Number(response.status) : undefined
