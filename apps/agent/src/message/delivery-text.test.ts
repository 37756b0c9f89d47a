import { expect, it } from 'vitest'
import { type Delivery, deliveryText } from './delivery-text.ts'

const now = Date.parse('2026-11-22T10:00:00.000Z')
const mail = (some: Partial<Delivery>): Delivery => ({
  status: 'sent',
  attempts: 1,
  sentAt: null,
  nextAttemptAt: null,
  recipients: [],
  ...some,
})
const to = (address: string, status: 'sent' | 'failed' | 'queued', response: string | null = null) => ({
  address,
  status,
  response,
})

it('says plainly how a mail stands', () => {
  expect(deliveryText(mail({ recipients: [to('a@b.example', 'sent')] }), now).text).toBe('Sent')
  expect(deliveryText(mail({ status: 'queued', attempts: 0 }), now).text).toBe('In the outbox')
  expect(deliveryText(mail({ status: 'queued', attempts: 2 }), now).text).toBe('In the outbox, tried 2 times')
  expect(deliveryText(mail({ status: 'cancelled' }), now).text).toBe('Cancelled, not sent')
})

it('says what a mail waits for that was never tried and is not due yet', () => {
  const waiting = mail({ status: 'queued', attempts: 0, nextAttemptAt: '2026-11-22T10:20:00.000Z' })
  expect(deliveryText(waiting, now).text).toBe("Waits for the mailbox's hourly limit")
  expect(deliveryText({ ...waiting, nextAttemptAt: '2026-11-22T10:00:05.000Z' }, now).text).toBe('In the outbox')
})

it("gives the server's own words for each who got nothing, and a way to try again", () => {
  const recipients = [to('a@b.example', 'failed', '550 no such user'), to('c@d.example', 'failed')]
  expect(deliveryText(mail({ status: 'failed', recipients }), now)).toEqual({
    text: 'Not delivered',
    isTrouble: true,
    canRetry: true,
    failed: [
      { address: 'a@b.example', response: '550 no such user' },
      { address: 'c@d.example', response: 'no reason was given' },
    ],
  })
})

it('does not hide the one recipient who got nothing', () => {
  const recipients = [to('a@b.example', 'sent'), to('c@d.example', 'failed', '550')]
  expect(deliveryText(mail({ status: 'failed', recipients }), now)).toMatchObject({
    text: 'Sent, but not delivered to everybody',
    isTrouble: true,
    canRetry: true,
  })
})
