import { readFile } from 'node:fs/promises'
import { errorStatus } from '@gotrs/contract/errors'
import { eventTypes } from '@gotrs/contract/events'
import { filterWords } from '@gotrs/contract/filter/words'
import { scopes } from '@gotrs/contract/scopes'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { renderDocs } from '../docs/page.ts'
import { restRoutes } from '../routes.ts'
import { documentChanges } from './document-changes.ts'
import { openApiDocument } from './openapi.ts'

type Json = { [key: string]: Json }
const document = openApiDocument('https://desk.example')
const plain = JSON.parse(JSON.stringify(document))
const operations = Object.entries(plain.paths as Json).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, about]): [string, Json] => [`${method} ${path}`, about]),
)
const named = Object.fromEntries(operations)
/** The schema of what a call sends as JSON. */
const bodyOf = ({ requestBody }: Json): Json | undefined => {
  const schema = requestBody?.content?.['application/json']?.schema
  return schema?.$ref ? plain.components.schemas[String(schema.$ref).split('/').at(-1) ?? ''] : schema
}
const statusesOf = (name: string) => Object.keys(named[name]?.responses ?? {})

describe('the OpenAPI document', () => {
  test('is valid for a validator', async () => {
    const result = await new Validator().validate(structuredClone(plain))
    expect(result.errors).toBeUndefined()
    expect(result.valid).toBe(true)
  })

  test('is as recorded, so that the contract changes only on purpose', async () => {
    // Read the changes, and decide whether API clients must change; then record them: npm run record-openapi
    const recorded = JSON.parse(await readFile(new URL('../openapi.golden.json', import.meta.url), 'utf8'))
    expect(documentChanges(recorded, plain)).toEqual([])
  })

  test('allows new fields and events in answers, and no unknown fields in bodies', () => {
    const answers = operations.map(([, { responses }]) => responses)
    const shapes = Object.entries(plain.components.schemas as Json)
    const ofAnswers = shapes.filter(([name]) => !name.endsWith('Body')).map(([, schema]) => schema)
    expect(JSON.stringify([answers, ofAnswers])).not.toMatch(/"additionalProperties":false|"enum":\["ticket.created",/)
    expect(JSON.stringify(ofAnswers)).toContain('New types may come')
    expect(shapes.map(([name]) => name).filter(name => name.endsWith('Output'))).toEqual([])
    for (const [name, operation] of operations) {
      const schema = bodyOf(operation)
      if (schema) expect(schema.additionalProperties, name).toBe(false)
    }
  })

  test('describes every field of a body, with valid examples', () => {
    for (const [name, operation] of operations) {
      const properties = bodyOf(operation)?.properties ?? {}
      for (const [field, { description }] of Object.entries(properties)) {
        expect(description, `${name} ${field}`).toBeTruthy()
      }
    }
    const shown = restRoutes.filter(row => row.example)
    for (const row of shown) expect(row.body?.safeParse(row.example).error, row.path).toBeUndefined()
    expect(shown.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['post /api/tickets', 'post /api/webhooks', 'post /api/tokens', 'post /api/auth/login']),
    )
  })

  test('documents for each call who may make it, with which scopes', () => {
    const open = operations.filter(([, { security }]) => (security as unknown as Json[]).length === 0)
    expect(open.map(([name]) => name).sort()).toEqual([
      'get /api/desk',
      'post /api/auth/login',
      'post /api/auth/logout',
      'post /api/auth/password-reset',
      'post /api/auth/password-reset/confirm',
      'post /api/auth/refresh',
      'post /api/auth/register',
      'post /api/auth/verify-email',
    ])
    const byTokenOrSession = [{ bearer: [] }, { session: [] }]
    for (const [name, operation] of operations) {
      const { security, description } = operation
      expect(security, name).toEqual(Array.isArray(security) && security.length > 0 ? byTokenOrSession : [])
      const required = (operation['x-required-scopes'] ?? []) as unknown as string[]
      expect(scopes, name).toEqual(expect.arrayContaining(required))
      for (const scope of required) expect(description, name).toContain(`\`${scope}\``)
    }
    expect(named['get /api/settings']?.['x-required-scopes']).toEqual(['settings:read'])
    expect(named['get /api/webhooks']?.['x-required-scopes']).toEqual(['settings:read'])
    expect(named['post /api/tickets']?.['x-required-scopes']).toEqual(['tickets:write', 'tickets:read'])
  })

  test('lists every status that a call can have', () => {
    for (const [name, { security }] of operations) {
      const isOpen = (security as unknown as Json[]).length === 0
      const expected = ['400', ...(isOpen ? [] : ['401', '403']), '429', '500', '503']
      expect(statusesOf(name), name).toEqual(expect.arrayContaining(expected))
    }
    expect(statusesOf('get /api/attachments/{id}')).toEqual(expect.arrayContaining(['200', '206', '304', '404', '416']))
    expect(statusesOf('post /api/attachments')).toEqual(expect.arrayContaining(['201', '409', '413']))
    expect(statusesOf('put /api/tickets/{ticketId}')).toEqual(expect.arrayContaining(['404', '409', '412', '413']))
  })

  test('documents If-Match only where it has an effect', () => {
    const taking = operations.filter(([, { parameters }]) =>
      ((parameters ?? []) as unknown as Json[]).some(it => String(it.name) === 'If-Match'),
    )
    expect(taking.map(([name]) => name).sort()).toEqual([
      'delete /api/drafts/{ticketId}',
      'delete /api/new-ticket-draft',
      'patch /api/tickets/{ticketId}',
      'post /api/tickets/{ticketId}/messages',
      'post /api/tickets/{ticketId}/snooze',
      'post /api/tickets/{ticketId}/wake',
      'put /api/drafts/{ticketId}',
      'put /api/new-ticket-draft',
      'put /api/tickets/{ticketId}',
      'put /api/tickets/{ticketId}/assignee/me',
    ])
  })

  test('describes what narrows a list, with examples', () => {
    const parameters = (named['get /api/tickets']?.parameters ?? []) as unknown as Record<string, Json & string>[]
    for (const { name, schema, description } of parameters) {
      expect(description ?? schema?.description, name).toBeTruthy()
      if (name !== 'cursor') expect(schema?.examples, name).toBeTruthy()
    }
    for (const field of Object.keys(filterWords)) {
      expect(named['get /api/tickets']?.description).toContain(`\`${field}:\``)
    }
  })
})

test('has a page that is readable without scripts, with its own content security policy', () => {
  const { html, policy } = renderDocs(document)
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(html).toContain('/api/tickets/{ticketId}')
  expect(html).toContain('A token needs <code>settings:read</code>.')
  expect(html).toContain('One line that says what it is about. At most 250 characters.')
  expect(html).toContain('It smokes.')
  expect(html).toContain('await desk.tickets.snooze.mutate({')
  expect(html).toContain('href="#error-ticket_changed"')
  for (const code of Object.keys(errorStatus)) expect(html).toContain(`id="error-${code}"`)
  expect(html).toContain('<code>assignee:me -tag:spam</code>')
  for (const { example } of Object.values(filterWords))
    expect(html).toContain(example.replaceAll('"', '&quot;').replaceAll('<', '&lt;'))
  expect(html).not.toContain('<script')
  expect(html).not.toContain('[object Object]')
})

test('documents the deliveries of a webhook: every event of the catalogue and the ping, with data and headers', () => {
  const { webhooks } = plain as { webhooks: Record<string, { post: Json }> }
  expect(Object.keys(webhooks)).toEqual([...eventTypes, 'ping'])
  for (const [type, { post }] of Object.entries(webhooks)) {
    const { properties, additionalProperties } = post.requestBody?.content?.['application/json']?.schema ?? {}
    expect(properties?.type?.const, type).toBe(type)
    expect(additionalProperties, `${type} may grow`).not.toBe(false)
    const names = (post.parameters as unknown as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'user-agent'])
  }
  const created = webhooks['ticket.created']?.post.requestBody?.content?.['application/json']?.schema
  expect(Object.keys(created?.properties?.data?.properties ?? {})).toEqual(['number', 'channel'])
})
