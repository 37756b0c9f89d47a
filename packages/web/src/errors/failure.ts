import type { ErrorCode } from '@gotrs/contract/errors'

/** What went wrong, as the screens speak of it; `offline`: the server gave no answer. */
export type Failure = { code: ErrorCode | 'offline'; params: ErrorParams; requestId: string | null }
export type ErrorParams = Record<string, unknown>

/** What is wrong with one field of an input; `path` is its name in the contract, with dots ("account.host"). */
export type Issue = { path: string; message: string }

/** The failure behind whatever was thrown: a tRPC error, an upload's failure, or a fault of our own. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error
  if (!isTrpcError(error)) return { code: 'internal', params: {}, requestId: null }
  const { data } = error
  const requestId = data?.requestId ?? null
  if (data?.desk) return { requestId, ...data.desk }
  // The server has answered without a code, a proxy in between has answered, or nobody has.
  const status = data?.httpStatus ?? statusOf(error.meta?.response)
  return { code: status === undefined ? 'offline' : codeOfStatus(status), params: {}, requestId }
}

export const isErrorOf = (error: unknown, code: Failure['code']) => failureOf(error).code === code

/** Does it help to ask again? Not where the server has rejected, nor where it broke: it would break again. */
export const isPassing = (error: unknown) => isErrorOf(error, 'offline') || isErrorOf(error, 'unavailable')

const refusals: Failure['code'][] = ['forbidden', 'insufficient_scope', 'not_found']

/** Would the same request always get the same answer? Then nobody is offered to try again. */
export const isRefusal = (error: unknown) => refusals.includes(failureOf(error).code)

/** What the server says is wrong, field by field. */
export function issuesOf(error: unknown): Issue[] {
  const { code, params } = failureOf(error)
  const issues = code === 'invalid_input' && Array.isArray(params.issues) ? params.issues : []
  return issues.filter(isIssue)
}

/** A failure that can be thrown: uploads speak plain HTTP. */
export class FailureError extends Error implements Failure {
  readonly code: Failure['code']
  readonly params: ErrorParams
  readonly requestId: string | null

  constructor({ code, params = {}, requestId = null }: Pick<Failure, 'code'> & Partial<Failure>) {
    super(code)
    this.name = 'FailureError'
    this.code = code
    this.params = params
    this.requestId = requestId
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
  data?: { desk?: Omit<Failure, 'requestId'> | null; httpStatus?: number; requestId?: string } | null
  meta?: { response?: unknown }
}

// By name rather than by class, so that this file stays without imports and its test without a network.
const isTrpcError = (error: unknown): error is TrpcErrorShape =>
  error instanceof Error && error.name === 'TRPCClientError'

const statusOf = (response: unknown) =>
  typeof response === 'object' && response !== null && 'status' in response ? Number(response.status) : undefined

const isIssue = (issue: unknown): issue is Issue =>
  typeof issue === 'object' && issue !== null && 'path' in issue && 'message' in issue
