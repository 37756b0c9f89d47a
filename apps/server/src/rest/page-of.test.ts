import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { pageOf } from './page-of.ts'

const things = Array.from({ length: 5 }, () => ({ id: randomUUID() }))
const next = (all: object[], cursor?: string | null) => pageOf('things', all, { limit: 2, cursor: cursor ?? undefined })

test('splits the list into pages, the last one without a cursor', () => {
  const first = next(things)
  const second = next(things, first.nextCursor)
  const third = next(things, second.nextCursor)
  expect([...first.items, ...second.items, ...third.items]).toEqual(things)
  expect(third.nextCursor).toBeNull()
  expect(pageOf('things', things, { limit: 5 }).nextCursor).toBeNull()
})

test('the next page continues after the last row, even if rows before it, or that row, are added or deleted', () => {
  const { nextCursor } = next(things)
  expect(next([{ id: randomUUID() }, ...things], nextCursor).items).toEqual(things.slice(2, 4))
  expect(next(things.toSpliced(0, 1), nextCursor).items).toEqual(things.slice(2, 4))
  expect(next(things.toSpliced(1, 1), nextCursor).items).toEqual(things.slice(2, 4))
})

test('the cursor of another list is rejected', () => {
  const { nextCursor } = pageOf('others', things, { limit: 2 })
  expect(() => next(things, nextCursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
})
