import { DeskError } from '@gotrs/contract/errors'
import { expect, test } from 'vitest'
import { errorWords } from './error-words.ts'

test.each([
  [
    { noun: 'ticket', status: 'open', verb: 'reopen', allowed: ['resolved', 'closed'] },
    'The ticket is open. For reopen it has to be resolved or closed.',
  ],
  [
    { noun: 'ticket', status: 'open', wanted: 'new', allowed: ['resolved', 'closed'] },
    'The ticket is open. The status new cannot be set, but resolved or closed can.',
  ],
  [
    { noun: 'mail', status: 'sent', reason: 'Only a waiting mail can be cancelled.' },
    'The mail is sent. Only a waiting mail can be cancelled.',
  ],
  [{ noun: 'ticket', reason: 'A mail of it is being sent' }, 'A mail of it is being sent.'],
])('a wrong status of %j is told with what would be right', (params, words) => {
  expect(errorWords(new DeskError('wrong_status', params))).toBe(`The present status does not allow this. ${words}`)
})
