import type { ErrorCode } from '@gotrs/contract/errors'

/** What went wrong, as the screens speak of it; `offline` never reached the server. */
export type Failure = { code: ErrorCode | 'offline'; params: Record<string, unknown> }

/** The failure behind whatever was thrown. */
export const failureOf = (error: unknown): Failure =>
  error instanceof FailureError ? { code: error.code, params: error.params } : { code: 'internal', params: {} }

/** A failure that can be thrown. */
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
