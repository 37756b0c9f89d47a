import { eventCatalogue, eventTypes } from '@gotrs/contract/events'
import { webhookPayload } from '@gotrs/contract/webhooks'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../../router.ts'
import { restRoutes } from '../routes.ts'
import type { Content, Json, JsonSchema, Operation } from './document.ts'
import { errorShape } from './error-answers.ts'
import { exampleOf } from './example-of.ts'
import { openApiDocument } from './openapi.ts'

const document = openApiDocument('https://desk.example')
const { examples, responses: named, schemas } = document.components
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
)
const operationOf = (id: string) => operations.find(([, it]) => it.operationId === id)?.[1]
const namesOf = (content: Content | undefined) => Object.values(content ?? {})

/** The values of the examples of one kind of content. */
function valuesIn(content: Content | undefined): Json[] {
  return namesOf(content).flatMap(({ example, examples: several = {} }) => [
    ...(example === undefined ? [] : [example]),
    ...Object.values(several).map(
      it =>
        examples[
          String((it as { $ref: string }).$ref)
            .split('/')
            .at(-1) ?? ''
        ]?.value ?? null,
    ),
  ])
}

test('every body and every answer of JSON has an example', () => {
  for (const [name, { requestBody, responses }] of operations) {
    const contents = [requestBody?.content, ...Object.values(responses).map(it => it.content)]
    for (const content of contents) {
      const isBytes = namesOf(content).every(({ schema }) => schema.format === 'binary')
      if (content && !isBytes) expect(valuesIn(content), name).not.toEqual([])
    }
  }
})

test('the example of a body is accepted by the call and by its procedure', () => {
  for (const row of restRoutes) {
    const operation = operationOf(row.operationId)
    const [body] = valuesIn(operation?.requestBody?.content)
    if (row.body) expect(row.body.safeParse(body).error, row.operationId).toBeUndefined()
    const input = inputOf(row.procedures[0] ?? '')
    // A row with several procedures takes its body apart.
    if (!row.body || !input || row.procedures.length > 2) continue
    const inPath = (operation?.parameters ?? [])
      .filter(it => it.in === 'path')
      .map(({ name, example }) => [name, example])
    const asked = { version: 'any', ...Object.fromEntries(inPath), ...(body as object) }
    const known = Object.fromEntries(Object.entries(asked).filter(([field]) => Object.hasOwn(input.shape, field)))
    expect(input.safeParse(known).error, row.operationId).toBeUndefined()
  }
})

const inputOf = (name: string) => {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>
  const [input] = procedures[name]?._def.inputs ?? []
  return input instanceof z.ZodObject ? input : undefined
}

test('the example of an answer has the shape of the answer', () => {
  for (const row of restRoutes) {
    const [answer] = valuesIn(operationOf(row.operationId)?.responses[row.status]?.content)
    expect(row.answer.safeParse(answer).error, row.operationId).toBeUndefined()
  }
})

test('every error that an operation names has an example, with the code of its status', () => {
  const errors = [...operations.flatMap(([, { responses }]) => Object.values(responses)), ...Object.values(named)]
  const shown = errors.flatMap(it => (namesOf(it.content).some(isError) ? valuesIn(it.content) : []))
  expect(shown.length).toBeGreaterThan(30)
  for (const value of shown) expect(errorShape.safeParse(value).error).toBeUndefined()
})

const isError = ({ schema }: { schema: JsonSchema }) => schema.$ref === '#/components/schemas/Error'

test('every parameter has a description and an example that its schema accepts', () => {
  for (const row of restRoutes) {
    for (const { name, in: place, description, example } of operationOf(row.operationId)?.parameters ?? []) {
      expect(description, `${row.operationId} ${name}`).toBeTruthy()
      const field = { path: row.params, query: row.query, header: undefined }[place]?.shape[name] as
        | z.ZodType
        | undefined
      if (field) expect(field.safeParse(example).error, `${row.operationId} ${name}`).toBeUndefined()
      expect(example, `${row.operationId} ${name}`).toBeDefined()
    }
  }
})

test('the example of each webhook delivery has the payload of its event', () => {
  for (const type of eventTypes) {
    const [body] = valuesIn(document.webhooks[type]?.post.requestBody?.content)
    expect(webhookPayload.safeParse(body).error, type).toBeUndefined()
    expect(eventCatalogue[type].payload.safeParse((body as { data: Json }).data).error, type).toBeUndefined()
  }
})

test('names the field that has no example', () => {
  const schema: JsonSchema = { type: 'object', properties: { motto: { type: 'string' } } }
  expect(() => exampleOf(schema, schemas, { field: 'desk', owner: '' })).toThrow('No example for desk.motto')
})
