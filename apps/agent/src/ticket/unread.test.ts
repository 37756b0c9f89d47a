import type { Message } from '@gotrs/contract/messages'
import { expect, it } from 'vitest'
import { firstUnread, isFoldable } from './unread.ts'

const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
const by = (id: string, author: string, minute: number) =>
  ({ id, author: { id: author }, createdAt: at(minute) }) as Message

const conversation = [by('1', 'nora', 1), by('2', 'ana', 2), by('3', 'ana', 4), by('4', 'nora', 5), by('5', 'nora', 6)]

it('finds the first message of somebody else since the reader looked', () => {
  expect(firstUnread(conversation, at(3), 'ana')?.id).toBe('4')
  expect(firstUnread(conversation, at(5), 'ana')?.id).toBe('5')
})

it('finds a mail that was written before the reader looked and came after that', () => {
  const come = (minute: number) => {
    const ms = Date.parse(at(minute)).toString(16).padStart(12, '0')
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`
  }
  const late = by(come(9), 'nora', 1)
  expect(firstUnread([late, by(come(2), 'nora', 2)], at(3), 'ana')).toBe(late)
  expect(firstUnread([late], at(9), 'ana')).toBeNull()
})

it('finds none where all are read, and the first one where the reader never looked', () => {
  expect(firstUnread(conversation, at(6), 'ana')).toBeNull()
  expect(firstUnread(conversation, null, 'ana')?.id).toBe('1')
})

it('folds neither held mail nor a mail that did not arrive', () => {
  const message = (kind: string, status?: string) =>
    ({ kind, staff: status ? { delivery: { status } } : null }) as unknown as Message
  expect(isFoldable(message('public', 'sent'))).toBe(true)
  expect(isFoldable(message('note'))).toBe(true)
  expect(isFoldable(message('held'))).toBe(false)
  expect(isFoldable(message('public', 'failed'))).toBe(false)
})
