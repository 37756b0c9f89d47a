import { expect, it } from 'vitest'
import { type Delivery, deliveryText } from './delivery-text.ts'

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

it('names the state of a mail in plain words', () => {
  expect(deliveryText(mail({ recipients: [to('a@b.example', 'sent')] })).text).toBe('Sent')
  expect(deliveryText(mail({ status: 'queued', attempts: 0 })).text).toBe('Waiting to be sent')
  expect(deliveryText(mail({ status: 'queued', attempts: 2 })).text).toBe('Waiting to be sent, tried 2 times')
  expect(deliveryText(mail({ status: 'cancelled' })).text).toBe('Cancelled')
})

it('says once what all who still wait are waiting for', () => {
  const reason = 'Waits for the hourly limit: the mailbox has sent 60 mails in the last hour.'
  const recipients = [to('a@b.example', 'queued', reason), to('c@d.example', 'queued', reason)]
  expect(deliveryText(mail({ status: 'queued', attempts: 0, recipients }))).toMatchObject({
    text: 'Waiting to be sent',
    waitsFor: [reason],
    isTrouble: false,
  })
})

it("gives the server's own words for each who got nothing, and a way to try again", () => {
  const recipients = [to('a@b.example', 'failed', '550 no such user'), to('c@d.example', 'failed')]
  expect(deliveryText(mail({ status: 'failed', recipients }))).toEqual({
    text: 'Not delivered',
    waitsFor: [],
    isTrouble: true,
    canRetry: true,
    failed: [
      { address: 'a@b.example', response: '550 no such user', advice: expect.stringContaining('address may be wrong') },
      { address: 'c@d.example', response: 'no reason given', advice: expect.stringContaining('send again') },
    ],
  })
})

it('does not hide the one recipient who got nothing', () => {
  const recipients = [to('a@b.example', 'sent'), to('c@d.example', 'failed', '550')]
  expect(deliveryText(mail({ status: 'failed', recipients }))).toMatchObject({
    text: 'Not delivered to all recipients',
    isTrouble: true,
    canRetry: true,
  })
})

it.each([
  ['552 5.2.2 Mailbox full', 'mailbox is full'],
  ['550 5.7.1 Message rejected', 'SPF, DKIM'],
  ['550 5.1.1 <x@y.example>', 'address may be wrong'],
  ['Given up after 48 hours. connect ECONNREFUSED', 'Check the address'],
])('says what to do about %s', (response, advice) => {
  const recipients = [to('a@b.example', 'failed', response)]
  expect(deliveryText(mail({ status: 'failed', recipients })).failed[0]?.advice).toContain(advice)
})
