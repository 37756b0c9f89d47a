import { expect, it } from 'vitest'
import { replayedText } from './replayed-text.ts'

it('says how many were reprocessed, and why the others were not', () => {
  expect(replayedText(1, 0, '')).toBe('Mail reprocessed')
  expect(replayedText(3, 0, '')).toBe('3 mails reprocessed')
  expect(replayedText(3, 1, 'It is gone.')).toBe('2 mails reprocessed, 1 mail failed: It is gone.')
})
