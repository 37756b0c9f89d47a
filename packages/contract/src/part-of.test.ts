import { expect, test } from 'vitest'
import { z } from 'zod'
import { partOf } from './part-of.ts'

const account = z.object({ host: z.string(), folder: z.string().default('INBOX') }).strict()
const whole = z.object({
  name: z.string().min(1).describe('Its name.'),
  sort: z.string().default('newest'),
  account: account.nullable().default(null).describe('Where it is read.'),
  others: z.array(account).default([]),
})
const part = partOf(whole)

test('what is left out is not there, also where a new thing has a default', () => {
  expect(part.parse({})).toEqual({})
  expect(part.parse({ sort: 'oldest' })).toEqual({ sort: 'oldest' })
})

test('inside an object too; null stays null, and a list is a whole', () => {
  expect(part.parse({ account: { host: 'a' } })).toEqual({ account: { host: 'a' } })
  expect(part.parse({ account: { host: 'a', folder: 'b' } })).toEqual({ account: { host: 'a', folder: 'b' } })
  expect(part.parse({ account: null })).toEqual({ account: null })
  expect(part.parse({ others: [{ host: 'a' }] })).toEqual({ others: [{ host: 'a', folder: 'INBOX' }] })
  expect(part.safeParse({ account: { folder: 'b' } }).success).toBe(false)
  expect(part.safeParse({ account: { host: 'a', color: 'red' } }).success).toBe(false)
  expect(whole.parse({ name: 'x', account: { host: 'a' } }).account).toEqual({ host: 'a', folder: 'INBOX' })
})

test('a field keeps its rule and its description, and no other field is accepted', () => {
  expect(part.safeParse({ name: '' }).success).toBe(false)
  expect(part.shape.name.description).toBe('Its name.')
  expect(part.shape.account.description).toBe('Where it is read.')
  expect(part.safeParse({ color: 'red' }).success).toBe(false)
})
