import { type ErrorCode, errorStatus } from '@gotrs/contract/errors'

export type ErrorParams = Record<string, unknown>

/** What became of a request: the desk refused it by a code of its table, it broke, or nobody answered. */
export type Failure =
  | { kind: 'refused'; code: ErrorCode; params: ErrorParams; requestId: string | null }
  | { kind: 'unreachable' }

/** Reads what tRPC (`data.desk`) or the upload route (`error.code`) says about a failure. */
export function readDeskError(error: unknown): Failure {
  const data = field(error, 'data')
  const desk = field(data, 'desk') ?? field(error, 'error')
  const code = field(desk, 'code')
  if (typeof code === 'string' && isErrorCode(code)) {
    return { kind: 'refused', code, params: asParams(field(desk, 'params')), requestId: requestIdOf(data, desk) }
  }
  if (isObject(data)) return { kind: 'refused', code: 'internal', params: {}, requestId: requestIdOf(data, desk) }
  return { kind: 'unreachable' }
}

export const isErrorOf = (error: unknown, code: ErrorCode) => {
  const failure = readDeskError(error)
  return failure.kind === 'refused' && failure.code === code
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorStatus, code)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)
const asParams = (value: unknown): ErrorParams => (isObject(value) ? value : {})

function requestIdOf(...places: unknown[]): string | null {
  const found = places.map(place => field(place, 'requestId')).find(id => typeof id === 'string')
  return typeof found === 'string' ? found : null
}
