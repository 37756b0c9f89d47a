import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { deskErrorOf, toTrpcError } from './errors.ts'

test.each([
  ['40P01', 'unavailable'],
  ['40001', 'unavailable'],
  ['40002', 'internal'],
])('answers an error %s of Postgres as %s', (code, answered) => {
  const cause = new Error('Failed query', { cause: Object.assign(new Error('given up'), { code }) })
  const shown = toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
  expect(deskErrorOf(shown).code).toBe(answered)
})
