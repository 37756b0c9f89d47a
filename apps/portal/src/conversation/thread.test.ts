import type { Message } from '@gotrs/contract/messages'
import { expect, it } from 'vitest'
import { hasAnswer, joinEarlier, joinLatest } from './thread.ts'

const message = (n: number): Message => ({
  id: `id-${String(n).padStart(3, '0')}`,
  kind: 'public',
  channel: 'web',
  author: { id: null, name: 'Omar', email: 'omar@customer.example', role: 'customer' },
  text: String(n),
  html: null,
  quotedText: null,
  quotedHtml: null,
  attachments: [],
  createdAt: new Date(n * 1000).toISOString(),
  senderVerdict: null,
  invitation: null,
  encryption: null,
  staff: null,
})
const thread = (from: number, to: number, earlierCursor: string | null = null) => ({
  items: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)),
  earlierCursor,
})
const numbers = ({ items }: { items: Message[] }) => items.map(({ text }) => Number(text))

it('keeps what the latest page has no room for, when an answer comes in', () => {
  const joined = joinLatest(thread(1, 5, 'before 1'), thread(4, 6, 'before 4'))
  expect(numbers(joined)).toEqual([1, 2, 3, 4, 5, 6])
  expect(joined.earlierCursor).toBe('before 1')
})

it('takes the latest page as it is where nothing earlier is known', () => {
  expect(joinLatest(thread(4, 5, 'x'), thread(4, 6, 'before 4'))).toEqual(thread(4, 6, 'before 4'))
})

it('removes a message that was moved to another ticket', () => {
  const latest = thread(3, 6)
  latest.items.splice(1, 1)
  expect(numbers(joinLatest(thread(2, 5), latest))).toEqual([2, 3, 5, 6])
})

it('puts earlier pages above, each message once', () => {
  const joined = joinEarlier(thread(4, 6, 'before 4'), thread(1, 4, null))
  expect(numbers(joined)).toEqual([1, 2, 3, 4, 5, 6])
  expect(joined.earlierCursor).toBeNull()
})

it('has an answer when one of us has written, not when only customers have', () => {
  const author = { id: null, name: 'Ana', email: 'ana@desk.example', role: 'agent' as const }
  expect(hasAnswer(thread(1, 3))).toBe(false)
  expect(hasAnswer({ items: [message(1), { ...message(2), author }] })).toBe(true)
})
