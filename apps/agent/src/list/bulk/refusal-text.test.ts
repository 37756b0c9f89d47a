import { expect, it } from 'vitest'
import { refusalText } from './refusal-text.ts'

it('says why how many were not changed, the most frequent reason first', () => {
  const reasons = [
    { code: 'forbidden', count: 1 },
    { code: 'ticket_closed', count: 5 },
    { code: 'internal', count: 2 },
  ]
  expect(refusalText(reasons)).toBe('5 are closed, 2 are rejected by the server, 1 is not yours')
})
