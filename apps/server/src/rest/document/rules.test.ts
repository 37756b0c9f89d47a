import { errorStatus } from '@gotrs/contract/errors'
import packageFile from '@gotrs/core/package.json' with { type: 'json' }
import { expect, test } from 'vitest'
import type { JsonSchema, Operation, Parameter } from './document.ts'
import { tags } from './nouns.ts'
import { openApiDocument } from './openapi.ts'

const document = openApiDocument('https://desk.example')
const { schemas, headers, responses: named } = JSON.parse(JSON.stringify(document.components))
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
)
const ids = operations.map(([, { operationId }]) => operationId)

test('every operation has a unique name, a verb and a noun', () => {
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][A-Za-z]*)?$/)
  expect(ids).toEqual(
    expect.arrayContaining([
      'listTickets',
      'getTicket',
      'updateTicket',
      'addTicketParticipant',
      'listWebhookDeliveries',
    ]),
  )
})

test('every operation has a summary, a description and a tag that the document describes', () => {
  for (const [
    name,
    {
      summary,
      description,
      tags: [tag = ''],
    },
  ] of operations) {
    expect([summary, description].every(Boolean), name).toBe(true)
    expect(Object.keys(tags), name).toContain(tag)
  }
  const used = new Set(operations.flatMap(([, it]) => it.tags))
  expect(document.tags.map(({ name }) => name)).toEqual(Object.keys(tags).filter(tag => used.has(tag)))
})

test('every answer is a shape with a name, or a page of texts', () => {
  for (const [name, { responses }] of operations) {
    for (const { content = {} } of Object.values(responses)) {
      const { schema = { $ref: 'none' } } = content['application/json'] ?? {}
      expect(isNamed(schema) || isOfTexts(schema), `${name}: give its shape a name with shape()`).toBe(true)
    }
  }
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['Ticket', 'TicketPage', 'Webhook', 'CreateTicketBody']))
})

const isNamed = ({ $ref, anyOf = [] }: JsonSchema): boolean =>
  $ref !== undefined || anyOf.some(it => it.type !== 'null' && isNamed(it))
const isOfTexts = ({ properties }: JsonSchema) => properties?.items?.items?.type === 'string'

test('a field with an id, a time or an address declares its format', () => {
  const formats = { id: /^(id|.*[a-z]Id)$/, 'date-time': /^[a-z]+At$/, email: /^email$/ }
  // Ids of other systems: a Message-ID, an OAuth client, the digest of a session, and dates that may be days.
  const foreign = ['messageId', 'clientId', 'requestId', 'authservId', 'startsAt', 'endsAt']
  for (const [owner, schema] of Object.entries(schemas as Record<string, JsonSchema>)) {
    for (const [field, value] of Object.entries(schema.properties ?? {})) {
      if (foreign.includes(field) || (owner === 'LoginSession' && field === 'id')) continue
      for (const [format, names] of Object.entries(formats)) {
        if (!names.test(field)) continue
        const found = JSON.stringify(value)
        const isKnown = found.includes(`"format":"${format === 'id' ? 'uuid' : format}"`)
        expect(isKnown, `${owner}.${field} has no format`).toBe(true)
      }
    }
  }
})

test('a list in a query is sent with commas', () => {
  const lists = operations.flatMap(([, { parameters = [] }]) => parameters.filter(isList))
  expect(lists.length).toBeGreaterThan(2)
  for (const list of lists) expect(list).toMatchObject({ style: 'form', explode: false })
})

const isList = (parameter: Parameter) => parameter.in === 'query' && parameter.schema.type === 'array'

test('every answer describes the headers of the rate limit, and 429 and 503 say when to retry', () => {
  const limits = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'RateLimit-Policy', 'X-Request-Id']
  expect(Object.keys(headers)).toEqual(expect.arrayContaining([...limits, 'Retry-After']))
  for (const [name, { responses }] of operations) {
    for (const [status, response] of Object.entries(JSON.parse(JSON.stringify(responses)))) {
      const { $ref, headers: own } = response as { $ref?: string; headers?: object }
      const found = Object.keys(own ?? named[$ref?.split('/').at(-1) ?? '']?.headers ?? {})
      const wanted = ['429', '503'].includes(status) ? [...limits, 'Retry-After'] : limits
      expect(found, `${name} ${status}`).toEqual(expect.arrayContaining(wanted))
    }
  }
})

test('the code of an error is one of the closed table, and the version is that of the product', () => {
  expect(schemas.ErrorCode.enum).toEqual(Object.keys(errorStatus))
  expect(schemas.Error.properties.error.properties.code.$ref).toBe('#/components/schemas/ErrorCode')
  expect(document.info.version).toBe(packageFile.version)
})

test('every call has a sample for curl, and every procedure one for the client', () => {
  const without = operations.filter(([, it]) => it['x-codeSamples']?.length !== 2).map(([, it]) => it.operationId)
  expect(without).toEqual([
    'getThumbnail',
    'downloadAttachmentsOfMessage',
    'downloadMessageMail',
    'downloadInboundMail',
  ])
  const samples = Object.fromEntries(operations.map(([, it]) => [it.operationId, it['x-codeSamples'] ?? []]))
  expect(samples.snoozeTicket?.map(it => it.source)).toEqual([
    `curl 'https://desk.example/api/tickets/1001/snooze' \\
  -H "Authorization: Bearer $GOTRS_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"until":"2030-01-07T09:00:00.000Z"}'`,
    `await desk.tickets.snooze.mutate({
  ticketId: 1001,
  until: '2030-01-07T09:00:00.000Z',
  version: 'any',
})`,
  ])
})
