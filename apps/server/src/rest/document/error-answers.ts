import { type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { z } from 'zod'
import type { ZodOpenApiExampleObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { errorText } from '../../http/error-texts.ts'
import type { RestRoute } from '../route.ts'
import { isForAnyone } from '../scopes-of.ts'
import { everyHeader, retryAfterHeader } from './header-params.ts'

const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]

const errorCode = z.enum(codes).meta({
  id: 'ErrorCode',
  description: 'What went wrong. `/api/docs#errors` says what each code means and what to do. New codes may come.',
})

export const errorShape = z
  .object({
    error: z.object({
      code: errorCode,
      message: z.string().describe('For developers: what is wrong, in which field, and what to do.'),
      requestId: z.uuid().describe('Finds the call in the log. Also in the header `X-Request-Id`.'),
    }),
  })
  .meta({ id: 'Error', description: 'What went wrong.' })

/** The errors of any call. */
export const always: readonly ErrorCode[] = ['invalid_input', 'too_many_requests', 'internal', 'unavailable']
/** Also without a required login, an invalid token is rejected. */
const badToken: ErrorCode = 'not_logged_in'
export const access: readonly ErrorCode[] = ['not_logged_in', 'forbidden', 'insufficient_scope']

/** One answer per status, with the codes that it may have. */
export function errorAnswers(codes: readonly ErrorCode[]): Record<string, ZodOpenApiResponseObject> {
  const all = [...new Set(codes)].sort()
  const statuses = [...new Set(all.map(code => errorStatus[code]))].sort()
  return Object.fromEntries(
    statuses.map(status => [`${status}`, errorAnswer(all.filter(code => errorStatus[code] === status))]),
  )
}

const answers = new Map<string, ZodOpenApiResponseObject>()

/** A longer list of codes would be too long for a name. */
const maxNamedCodes = 3

/** The answers of the same codes are one component of the document. */
function errorAnswer(codes: ErrorCode[]): ZodOpenApiResponseObject {
  const name = codes.map(pascal).join('Or')
  const known = answers.get(name)
  if (known) return known
  const isLater = codes.some(code => code === 'too_many_requests' || code === 'unavailable')
  const made = {
    ...(codes.length <= maxNamedCodes && { id: name }),
    description: codes.map(code => `\`${code}\`: ${errorText[code]}`).join(' '),
    headers: z.object({ ...everyHeader, ...(isLater && retryAfterHeader) }),
    content: {
      'application/json': {
        schema: errorShape,
        examples: Object.fromEntries(codes.map(code => [code, exampleOf(code)])),
      },
    },
  }
  answers.set(name, made)
  return made
}

const examples = new Map<ErrorCode, ZodOpenApiExampleObject>()

function exampleOf(code: ErrorCode): ZodOpenApiExampleObject {
  const error = { code, message: errorText[code], requestId: '0d3c1f0e-5b1f-4a53-9e0c-7f6d2f1f8a11' }
  const made = examples.get(code) ?? { id: `Error_${code}`, value: { error } }
  examples.set(code, made)
  return made
}

const pascal = (code: string) => code.replaceAll(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase())

/** The errors that a row declares, and those that its parameters imply. */
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
