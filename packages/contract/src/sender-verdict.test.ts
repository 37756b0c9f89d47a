import { expect, it } from 'vitest'
import { isSenderCertain, senderWords } from './sender-verdict.ts'

it('calls nothing verified, and confirmed only what is authenticated', () => {
  const all = Object.values(senderWords).flatMap(({ label, meaning }) => [label, meaning])
  for (const text of all) expect(text).not.toMatch(/verif/i)
  expect(senderWords.unknown.label).toContain('not confirmed')
  expect(senderWords.contradicted.label).not.toContain('confirmed')
})

it('lets nobody look like a colleague by a mail whose sender is not authenticated', () => {
  expect([null, 'authenticated', 'unknown', 'contradicted'].map(verdict => isSenderCertain(verdict as never))).toEqual([
    true,
    true,
    false,
    false,
  ])
})
