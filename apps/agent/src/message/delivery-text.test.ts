import { expect, it } from 'vitest'
import { deliveryText } from './delivery-text.ts'

const to = (address: string, status: 'sent' | 'failed' | 'queued', response: string | null = null) => ({
  address,
  status,
  response,
})

it('says plainly how a mail stands', () => {
  expect(deliveryText({ status: 'sent', attempts: 1, recipients: [to('a@b.example', 'sent')] }).text).toBe('Sent')
  expect(deliveryText({ status: 'queued', attempts: 0, recipients: [] }).text).toBe('In the outbox')
  expect(deliveryText({ status: 'queued', attempts: 2, recipients: [] }).text).toBe('In the outbox, tried 2 times')
})

it("gives the server's own words when it was refused", () => {
  const shown = deliveryText({
    status: 'failed',
    attempts: 1,
    recipients: [to('a@b.example', 'failed', '550 no such user')],
  })
  expect(shown).toMatchObject({ text: 'Not delivered: 550 no such user', isTrouble: true })
})

it('does not hide the one recipient who got nothing', () => {
  const recipients = [to('a@b.example', 'sent'), to('c@d.example', 'failed', '550')]
  expect(deliveryText({ status: 'sent', attempts: 1, recipients })).toMatchObject({
    text: 'Sent, but not delivered to c@d.example',
    isTrouble: true,
  })
})
