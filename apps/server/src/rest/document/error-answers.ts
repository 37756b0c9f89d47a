import { type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { errorText } from '../../http/error-texts.ts'
import type { RestRoute } from '../route.ts'
import { isForAnyone } from '../scopes-of.ts'

export const errorShape = z
  .object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) })
  .describe(
    'What went wrong: a code of a closed table, words for a developer that name the field and say what to do, and the id that finds it in the log.',
  )

/** What any call may be answered with, whatever it asks for. */
export const always: readonly ErrorCode[] = ['invalid_input', 'too_many_requests', 'internal', 'unavailable']
/** Where nobody has to be logged in, a token is refused that is not good. */
const badToken: ErrorCode = 'not_logged_in'
export const access: readonly ErrorCode[] = ['not_logged_in', 'forbidden', 'insufficient_scope']

/** One answer per status, with the codes that it may have. */
export function errorAnswers(codes: readonly ErrorCode[]): ZodOpenApiOperationObject['responses'] {
  const all = [...new Set(codes)]
  const statuses = [...new Set(all.map(code => errorStatus[code]))].sort()
  return Object.fromEntries(
    statuses.map(status => {
      const ofStatus = all.filter(code => errorStatus[code] === status)
      const description = ofStatus.map(code => `\`${code}\`: ${errorText[code]}`).join(' ')
      return [`${status}`, { description, content: { 'application/json': { schema: errorShape } } }]
    }),
  )
}

/** Those that a row names, and those that come with what it takes. */
export function errorsOf(row: RestRoute): ErrorCode[] {
  const changes = row.method !== 'get'
  return [
    ...row.errors,
    ...always,
    ...(isForAnyone(row) ? [badToken] : access),
    ...(row.params ? (['not_found'] as const) : []),
    ...(row.takesIfMatch ? (['precondition_failed'] as const) : []),
    ...(row.body ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...(changes ? (['idempotency_key_reused', 'cross_site_request'] as const) : []),
  ]
}
