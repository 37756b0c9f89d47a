import { expect, it } from 'vitest'
import { momentOf, momentText } from './moment-field.ts'

it('shows a moment by the clock of the reader, and reads the same minute back', () => {
  const at = new Date(2026, 10, 30, 9, 5).toISOString()
  expect(momentText(at)).toBe('2026-11-30T09:05')
  expect(momentOf(momentText(at))).toBe(at)
})

it('shows nothing without a time, and reads null from an empty field', () => {
  expect(momentText('')).toBe('')
  expect(momentOf('')).toBe('')
  expect(momentOf('12026-01-01T00:00')).toBe('')
})
