import { randomUUID } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { deskErrorOf } from '../errors.ts'
import { restRoutes } from '../rest/routes.ts'
import { appRouter } from '../router.ts'
import { type Context, createCaller } from '../trpc.ts'
import { objectsIn } from './objects-in.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: z.ZodType[] } }>
const schemaOf = (name: string) => procedures[name]?._def.inputs ?? []
const callerOf = createCaller(appRouter)

/** Fields that a caller must not be able to set. */
const forbidden = {
  ...{ role: 'admin', organisationId: randomUUID(), emailVerified: true, emailVerifiedAt: '2026-11-02T09:00:00.000Z' },
  ...{
    id: randomUUID(),
    staff: { tags: [] },
    isFromStaff: true,
    authorId: randomUUID(),
    customerId: randomUUID(),
    actorId: randomUUID(),
  },
  ...{ createdAt: '2026-11-02T09:00:00.000Z', passwordHash: 'x', isShared: true, unknown: 1 },
  ...{ constructor: 'x', toString: 'x' },
}

/** Without an input there is no field to forbid. */
const withoutInput = Object.keys(procedures).filter(name => schemaOf(name).length === 0)
const withInput = Object.keys(procedures).filter(name => !withoutInput.includes(name))

describe.each(withInput)('%s', name => {
  const objects = schemaOf(name).flatMap(schema => objectsIn(schema))

  test('rejects unknown fields at any depth of its input, before it does anything', async () => {
    expect(objects.length).toBeGreaterThan(0)
    expect(objects.filter(it => !it.isStrict).map(it => it.path)).toEqual([])
    for (const [field, value] of Object.entries(forbidden)) {
      for (const { path, around } of objects) {
        const isKnown = schemaOf(name).some(schema => takes(schema, path, field))
        if (isKnown) continue
        const input = around({ [field]: value })
        expect([path, field, await codeOf(name, input)]).toEqual([path, field, 'invalid_input'])
        expect(unrecognised(name, input), `${path} ${field}`).toContain(JSON.stringify([field]))
      }
    }
  })
})

test('finds procedures with and without an input', () => {
  expect(withoutInput.length).toBeGreaterThan(5)
  expect(withInput.length).toBeGreaterThan(50)
})

test('every part of every REST row rejects unknown fields', () => {
  const parts = restRoutes.flatMap(({ method, path, params, query, body }) =>
    Object.entries({ params, query, body }).flatMap(([part, schema]) =>
      schema ? objectsIn(schema).map(it => ({ ...it, path: `${method} ${path} ${part}${it.path}` })) : [],
    ),
  )
  expect(parts.length).toBeGreaterThan(restRoutes.length)
  expect(parts.filter(it => !it.isStrict).map(it => it.path)).toEqual([])
})

test('finds objects that are not strict, at any depth', () => {
  const loose = z.object({ a: z.int() })
  const deep = z.object({
    list: z.array(z.union([z.string(), z.object({ inner: loose.nullable().default(null) }).strict()])),
  })
  expect(objectsIn(deep.strict()).map(({ path, isStrict }) => [path, isStrict])).toEqual([
    ['', true],
    ['.list[]|1', true],
    ['.list[]|1.inner', false],
  ])
  expect(objectsIn(deep.strict())[2]?.around({ x: 1 })).toEqual({ list: [{ inner: { x: 1 } }] })
})

/** The input itself has a field of that name, such as `role` for a new user. */
const takes = (schema: z.ZodType, path: string, field: string) =>
  objectsIn(schema).some(it => it.path === path && it.fields.includes(field))

/** The issues of the input, also within each branch of a union. */
const unrecognised = (name: string, input: unknown) =>
  JSON.stringify(schemaOf(name).map(schema => schema.safeParse(input).error?.issues))

/** The code that an admin gets, from a desk that throws when it is used. */
async function codeOf(name: string, input: unknown): Promise<string> {
  const [noun = '', verb = ''] = name.split('.')
  const call = callerOf(context) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
  try {
    await call[noun]?.[verb]?.(input)
    return 'ok'
  } catch (error) {
    if (error instanceof TRPCError) return deskErrorOf(error).code
    throw error
  }
}

const actor = { kind: 'user', id: randomUUID(), name: 'Ada', email: 'ada@gotrs.example', role: 'admin' } as const
const context: Context = {
  desk: unreachable(),
  actor: { ...actor, queueIds: [], organisationId: null, sharedOrganisationId: null },
  ...{
    credential: { kind: 'session', sessionId: 'x' },
    scopes: null,
    idempotencyKey: null,
    sessionId: null,
    expiredLogin: null,
  },
  ...{ requestId: 'test', remoteAddress: '192.0.2.1', userAgent: 'test', setSessionCookie: () => {} },
}

function unreachable(): Context['desk'] {
  const refuse = (_desk: object, name: string | symbol) => {
    throw new Error(`The desk was reached: ${String(name)}`)
  }
  return new Proxy({}, { get: refuse }) as Context['desk']
}
