import { expect, it } from 'vitest'
import { replayedText } from './replayed-text.ts'

it('says how many were read again, and why the others were not', () => {
  expect(replayedText(1, 0, '')).toBe('The mail is read again')
  expect(replayedText(3, 0, '')).toBe('3 mails are read again')
  expect(replayedText(3, 1, 'It is gone.')).toBe('2 mails read again, 1 mail not: It is gone.')
})
