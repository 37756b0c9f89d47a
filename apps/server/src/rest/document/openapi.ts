import { eventTypes } from '@gotrs/contract/events'
import { deliveryTypes } from '@gotrs/contract/webhooks'
import packageFile from '@gotrs/core/package.json' with { type: 'json' }
import { z } from 'zod'
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import type { RestRoute } from '../route.ts'
import { restRoutes } from '../routes.ts'
import { isForAnyone, needsPassword, scopesOf } from '../scopes-of.ts'
import { streamRows } from '../stream-rows.ts'
import { bodyNames } from './body-names.ts'
import { completeDocument } from './complete-document.ts'
import type { Document } from './document.ts'
import { errorAnswers, errorsOf } from './error-answers.ts'
import { tags } from './nouns.ts'
import { extraPaths } from './other-paths.ts'
import { answerHeaders, askHeaders, notModified } from './row-headers.ts'
import { accessOf, scopeSentence } from './security.ts'
import { streamOperationOf } from './stream-docs.ts'
import { webhookOperations } from './webhook-docs.ts'

const about = `Everything that the apps do, for programs: JSON in camelCase, times in ISO 8601 (UTC), UUIDs as ids.

Lists come in pages: send \`nextCursor\` of one page as \`cursor\` for the next. It is null on the last page. What does not exist and what you may not see both answer 404.

Changes are additive: new fields, paths, error codes and event types may come at any time, so ignore what you do not know. An operation that is going to be removed is marked \`deprecated\` first, and its answers carry \`Deprecation\` and \`Sunset\` (RFC 9745, RFC 8594).`

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An access token of `POST /api/auth/login`, which has every scope, or a personal API token (`gotrs_…`), which has the scopes that it was created with. Each call names the scopes that it needs.',
  },
  session: { type: 'apiKey', in: 'cookie', name: 'gotrs', description: 'The session of a browser.' },
} as const

/** The OpenAPI 3.1 document of the REST interface, made from the same table that the server serves. */
export function openApiDocument(serverUrl: string): Document {
  const paths: NonNullable<ZodOpenApiObject['paths']> = { ...extraPaths }
  for (const row of streamRows) paths[row.path] = { get: streamOperationOf(row) }
  for (const row of restRoutes) paths[row.path] = { ...paths[row.path], [row.method]: operationOf(row) }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'GOTRS',
        version: packageFile.version,
        description: about,
        contact: { name: 'The operator of this desk', url: serverUrl },
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: serverUrl }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      security: [{ bearer: [] }, { session: [] }],
      components: { schemas: bodyNames(restRoutes), securitySchemes },
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
  return completeDocument(document as unknown as Document)
}

function describeSpecial(jsonSchema: Record<string, unknown>, zodSchema: z.core.$ZodType): void {
  // A value that is coerced has no type of its own.
  if (zodSchema instanceof z.ZodNumber && jsonSchema.type === undefined) jsonSchema.type = 'integer'
  // The format says the same.
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern
  // Few languages and tools support the character classes of Unicode, so the description explains them.
  if (String(jsonSchema.pattern).includes('\\p{')) delete jsonSchema.pattern
}

const growing = new Set([eventTypes, deliveryTypes].map(types => types.join()))

/** Answers can get new fields and events: a program that is generated from this document must ignore unknown ones. */
function open(jsonSchema: Record<string, unknown>): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  const { enum: values } = jsonSchema
  if (!Array.isArray(values) || !growing.has(values.join())) return
  delete jsonSchema.enum
  const known = values.map(type => `\`${type}\``).join(', ')
  jsonSchema.description = `What happened. New types may come, so ignore those that you do not know. Today: ${known}.`
}

const sameText = ({ sameAs }: RestRoute) => sameAs && `The same as ${sameAs.toUpperCase()}.`

function operationOf(row: RestRoute): ZodOpenApiOperationObject {
  const isOpen = isForAnyone(row)
  const scopes = scopesOf(row)
  const header = askHeaders(row)
  return {
    operationId: row.operationId,
    tags: [row.tag],
    summary: row.summary,
    description: [sameText(row), row.description, scopeSentence(scopes, isOpen, needsPassword(row))]
      .filter(Boolean)
      .join(' '),
    ...accessOf(scopes, isOpen),
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
        description: row.status === 201 ? 'Created' : row.status === 202 ? 'Accepted: a job does it' : 'Done',
        headers: answerHeaders(row),
        content: { 'application/json': { schema: row.answer } },
      },
      ...(row.method === 'get' && { '304': notModified }),
      ...errorAnswers(errorsOf(row)),
    },
  }
}
