import { DeskError } from '@gotrs/contract/errors'
import { expect, test } from 'vitest'
import { errorWords } from './error-words.ts'

test.each([
  [
    { noun: 'ticket', status: 'open', verb: 'reopen', allowed: ['resolved', 'closed'] },
    'The ticket is open. reopen requires the status resolved or closed.',
  ],
  [
    { noun: 'ticket', status: 'open', wanted: 'new', allowed: ['resolved', 'closed'] },
    'The ticket is open. You cannot set status to new, only to resolved or closed.',
  ],
  [
    { noun: 'mail', status: 'sent', reason: 'Only a waiting mail can be cancelled.' },
    'The mail is sent. Only a waiting mail can be cancelled.',
  ],
  [{ noun: 'ticket', reason: 'A mail of it is being sent' }, 'A mail of it is being sent.'],
])('names the current status and the allowed ones for %j', (params, words) => {
  expect(errorWords(new DeskError('wrong_status', params))).toBe(`The current status does not allow this. ${words}`)
})
