import type { DeliveryStatus, Message } from '@gotrs/contract/messages'
import { expect, it } from 'vitest'
import { undeliveredAnswer } from './undelivered.ts'

const answer = (id: string, status: DeliveryStatus, kind: Message['kind'] = 'public') =>
  ({
    id,
    kind,
    staff: { delivery: { status, recipients: [{ address: 'omar@acme.example', status, response: '550 no' }] } },
  }) as unknown as Message
const question = (id: string) => ({ id, kind: 'public', staff: { delivery: null } }) as unknown as Message

it('finds the latest answer where it did not arrive, also below a newer question', () => {
  expect(undeliveredAnswer([answer('a', 'sent'), answer('b', 'failed'), question('c')])).toEqual({
    messageId: 'b',
    failed: [{ address: 'omar@acme.example', response: '550 no', advice: expect.any(String) }],
  })
})

it('finds nothing once a later one arrived, or where all is well', () => {
  expect(undeliveredAnswer([answer('a', 'failed'), answer('b', 'sent')])).toBeNull()
  expect(undeliveredAnswer([answer('a', 'queued'), question('b')])).toBeNull()
  expect(undeliveredAnswer([])).toBeNull()
})
