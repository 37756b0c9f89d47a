import { uploadedAttachment } from '@gotrs/contract/attachments'
import { type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { inboundMail } from '@gotrs/contract/inbound'
import { mailbox } from '@gotrs/contract/mailboxes'
import { message } from '@gotrs/contract/messages'
import { outboundMail } from '@gotrs/contract/outbox'
import { user } from '@gotrs/contract/people'
import { ticket, ticketDetail } from '@gotrs/contract/tickets'
import { z } from 'zod'
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import { errorText } from '../http/error-texts.ts'
import { idempotencyKeyHeader, ifMatchHeader } from './header-params.ts'
import { extraPaths } from './other-paths.ts'
import type { RestRoute } from './route.ts'
import { restRoutes } from './routes.ts'

export const errorShape = z
  .object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) })
  .describe('What went wrong: a code of a closed table, words for a developer, and the id that finds it in the log.')

/** The shapes that have a name; everything else is written out where it stands. */
const named = {
  Ticket: ticket,
  TicketDetail: ticketDetail,
  Message: message,
  User: user,
  Mailbox: mailbox,
  InboundMail: inboundMail,
  OutboundMail: outboundMail,
  UploadedAttachment: uploadedAttachment,
  Error: errorShape,
}

/** The OpenAPI 3.1 document of the REST interface, made from the very table that is served. */
export function openApiDocument(serverUrl: string) {
  const paths: NonNullable<ZodOpenApiObject['paths']> = { ...extraPaths }
  for (const row of restRoutes) paths[row.path] = { ...paths[row.path], [row.method]: operationOf(row) }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'GOTRS',
        version: '1',
        description:
          'Everything the desk does, for programs. JSON, camelCase, times in ISO 8601 (UTC), UUIDs as ids. Lists come in pages: `nextCursor` of one goes into `cursor` of the next, and is null on the last. Who may see nothing and what is not there look the same: 404.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: serverUrl }],
      security: [{ bearer: [] }, { session: [] }],
      components: {
        schemas: named,
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An access token of `/api/auth/login`, or a personal API token (`gotrs_…`).',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'gotrs', description: 'The session of a browser.' },
        },
      },
      paths,
    },
    { override: ({ jsonSchema, zodSchema }) => describeSpecial(jsonSchema, zodSchema) },
  )
}

/** A value that is coerced has no type of its own to tell. */
function describeSpecial(jsonSchema: Record<string, unknown>, zodSchema: z.core.$ZodType): void {
  if (zodSchema instanceof z.ZodNumber && jsonSchema.type === undefined) jsonSchema.type = 'integer'
}

const publicPaths = ['/api/auth/register', '/api/auth/login', '/api/auth/refresh', '/api/auth/password-reset']

function operationOf(row: RestRoute): ZodOpenApiOperationObject {
  const isOpen = row.path === '/api/desk' || publicPaths.some(path => row.path.startsWith(path))
  const headers = [
    ...(row.method === 'get' ? [] : [idempotencyKeyHeader]),
    ...(row.takesIfMatch ? [ifMatchHeader] : []),
  ]
  return {
    operationId: `${row.method} ${row.path}`.replaceAll(/[^A-Za-z0-9]+(\w)?/g, (_all, letter = '') =>
      letter.toUpperCase(),
    ),
    tags: [row.tag],
    summary: row.summary,
    ...(row.description && { description: row.description }),
    ...(isOpen && { security: [] }),
    requestParams: {
      ...(row.params && { path: row.params }),
      ...(row.query && { query: row.query }),
      ...(headers.length > 0 && { header: z.object(Object.assign({}, ...headers)) }),
    },
    ...(row.body && { requestBody: { required: true, content: { 'application/json': { schema: row.body } } } }),
    responses: {
      [`${row.status}`]: { description: 'Done', content: { 'application/json': { schema: row.answer } } },
      ...errorsOf(row, isOpen),
    },
  }
}

const always: readonly ErrorCode[] = ['invalid_input', 'too_many_requests', 'internal', 'unavailable']

/** One answer per status, with the codes that it may have. */
function errorsOf(row: RestRoute, isOpen: boolean): ZodOpenApiOperationObject['responses'] {
  const access: ErrorCode[] = isOpen ? [] : ['not_logged_in', 'forbidden', 'insufficient_scope']
  const once: ErrorCode[] = row.method === 'get' ? [] : ['idempotency_key_reused']
  const codes = [...new Set([...row.errors, ...always, ...access, ...once])]
  const statuses = [...new Set(codes.map(code => errorStatus[code]))].sort()
  return Object.fromEntries(
    statuses.map(status => {
      const ofStatus = codes.filter(code => errorStatus[code] === status)
      const description = ofStatus.map(code => `\`${code}\`: ${errorText[code]}`).join(' ')
      return [`${status}`, { description, content: { 'application/json': { schema: errorShape } } }]
    }),
  )
}
