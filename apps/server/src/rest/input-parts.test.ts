import { seenVersion } from '@gotrs/contract/ids'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { partsOf, takesAnyVersion } from './input-parts.ts'

const input = z.object({ ticketId: z.string(), title: z.string(), version: seenVersion }).strict()

test('the fields of the path come only from the path, the others never', () => {
  const { params, others } = partsOf('tickets.rename', input, '/api/tickets/{ticketId}/title')
  expect(params?.parse({ ticketId: 'a' })).toEqual({ ticketId: 'a' })
  expect(params?.safeParse({ ticketId: 'a', title: 'b' }).success).toBe(false)
  expect(others?.parse({ title: 'b' })).toEqual({ title: 'b' })
  expect(others?.safeParse({ title: 'b', ticketId: 'a' }).success).toBe(false)
})

test('makes a nullable version optional, because If-Match can send it, and leaves another one as it is', () => {
  const exact = z.object({ messageId: z.string(), version: z.number() }).strict()
  expect([takesAnyVersion(input), takesAnyVersion(exact), takesAnyVersion(undefined)]).toEqual([true, false, false])
  const { others } = partsOf('messages.move', exact, '/api/messages/{messageId}/move')
  expect(others?.safeParse({}).success).toBe(false)
})

test('rejects a path with a field that the input does not have, when the server starts', () => {
  expect(() => partsOf('tickets.rename', input, '/api/tickets/{number}')).toThrow('tickets.rename has no number')
})
