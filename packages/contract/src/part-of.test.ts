import { expect, test } from 'vitest'
import { z } from 'zod'
import { partOf } from './part-of.ts'

const part = partOf(z.object({ name: z.string().min(1).describe('Its name.'), sort: z.string().default('newest') }))

test('what is left out is not there, also where a new thing has a default', () => {
  expect(part.parse({})).toEqual({})
  expect(part.parse({ sort: 'oldest' })).toEqual({ sort: 'oldest' })
})

test('a field keeps its rule and its description, and no other field is accepted', () => {
  expect(part.safeParse({ name: '' }).success).toBe(false)
  expect(part.shape.name.description).toBe('Its name.')
  expect(part.safeParse({ color: 'red' }).success).toBe(false)
})
