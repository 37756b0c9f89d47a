import { uploadedAttachment } from '@gotrs/contract/attachments'
import { eventTypes } from '@gotrs/contract/events'
import { inboundMail } from '@gotrs/contract/inbound'
import { mailbox } from '@gotrs/contract/mailboxes'
import { message } from '@gotrs/contract/messages'
import { outboundMail } from '@gotrs/contract/outbox'
import { user } from '@gotrs/contract/people'
import { ticket, ticketDetail } from '@gotrs/contract/tickets'
import { deliveryTypes } from '@gotrs/contract/webhooks'
import { z } from 'zod'
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import type { RestRoute } from '../route.ts'
import { restRoutes } from '../routes.ts'
import { isForAnyone, needsPassword, scopesOf } from '../scopes-of.ts'
import { streamRows } from '../stream-rows.ts'
import { errorAnswers, errorShape, errorsOf } from './error-answers.ts'
import { operationIdOf } from './operation-id.ts'
import { extraPaths } from './other-paths.ts'
import { answerHeaders, askHeaders } from './row-headers.ts'
import { scopeSentence, securityOf } from './security.ts'
import { streamOperationOf } from './stream-docs.ts'
import { webhookOperations } from './webhook-docs.ts'

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
  for (const row of streamRows) paths[row.path] = { get: streamOperationOf(row) }
  for (const row of restRoutes) paths[row.path] = { ...paths[row.path], [row.method]: operationOf(row) }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'GOTRS',
        version: '1',
        description:
          'Everything the desk does, for programs. JSON, camelCase, times in ISO 8601 (UTC), UUIDs as ids. Lists come in pages: `nextCursor` of one goes into `cursor` of the next, and is null on the last. What you may not see and what is not there look the same: 404. Another method of a path that is there: 405 with `Allow`.',
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
            description:
              'An access token of `/api/auth/login`, which has every scope, or a personal API token (`gotrs_…`), which has those it was made with. Each call names what it needs.',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'gotrs', description: 'The session of a browser.' },
        },
      },
      paths,
      webhooks: webhookOperations(),
    },
    {
      override({ jsonSchema, zodSchema, io }) {
        describeSpecial(jsonSchema, zodSchema)
        if (io === 'output') open(jsonSchema)
      },
    },
  )
}

/** A value that is coerced has no type of its own to tell. */
function describeSpecial(jsonSchema: Record<string, unknown>, zodSchema: z.core.$ZodType): void {
  if (zodSchema instanceof z.ZodNumber && jsonSchema.type === undefined) jsonSchema.type = 'integer'
}

/** What is answered grows: a program that is made of this document must pass over fields and events that are new. */
function open(jsonSchema: Record<string, unknown>): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  const { enum: values } = jsonSchema
  if (!Array.isArray(values) || ![eventTypes.join(), deliveryTypes.join()].includes(values.join())) return
  delete jsonSchema.enum
  const known = values.map(type => `\`${type}\``).join(', ')
  jsonSchema.description = `What happened. More may come, so pass over what you do not know. There are ${known}.`
}

const sameText = ({ sameAs }: RestRoute) => sameAs && `The same as ${sameAs.toUpperCase()}.`

function operationOf(row: RestRoute): ZodOpenApiOperationObject {
  const isOpen = isForAnyone(row)
  const scopes = scopesOf(row)
  const header = askHeaders(row)
  return {
    operationId: operationIdOf(row.method, row.path),
    tags: [row.tag],
    summary: row.summary,
    description: [sameText(row), row.description, scopeSentence(scopes, isOpen, needsPassword(row))]
      .filter(Boolean)
      .join(' '),
    security: securityOf(scopes, isOpen),
    requestParams: {
      ...(row.params && { path: row.params }),
      ...(row.query && { query: row.query }),
      ...(header && { header }),
    },
    ...(row.body && {
      requestBody: {
        // The version has a header of its own.
        required: Object.keys(row.body.shape).some(field => field !== 'version'),
        content: { 'application/json': { schema: row.body, ...(row.example && { example: row.example }) } },
      },
    }),
    responses: {
      [`${row.status}`]: {
        description: row.status === 201 ? 'Made' : 'Done',
        ...answerHeaders(row),
        content: { 'application/json': { schema: row.answer } },
      },
      ...(row.method === 'get' && { '304': { description: 'It is still what you have' } }),
      ...errorAnswers(errorsOf(row)),
    },
  }
}
