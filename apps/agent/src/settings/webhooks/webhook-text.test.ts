import { describe, expect, it } from 'vitest'
import { deliveryText, isRefusedAddress, pingText, switchedOffText, webhookState } from './webhook-text.ts'

const failing = { reason: 'failing', at: '2026-11-22T09:30:00.000Z' } as const

it.each([
  [{ isActive: true, waiting: 0, failed: 0, switchedOff: null }, 'On', 'good'],
  [{ isActive: true, waiting: 2, failed: 0, switchedOff: null }, 'On, 2 waiting', 'waiting'],
  [{ isActive: true, waiting: 1, failed: 3, switchedOff: null }, 'On, 3 not delivered, 1 waiting', 'trouble'],
  [{ isActive: false, waiting: 0, failed: 0, switchedOff: null }, 'Switched off', 'off'],
  [{ isActive: false, waiting: 1, failed: 0, switchedOff: failing }, 'Switched off by GOTRS, 1 waiting', 'trouble'],
] as const)('a webhook that is %j reads "%s"', (webhook, text, kind) => {
  expect(webhookState(webhook)).toEqual({ text, kind })
})

it('one that the desk switched off says why and what to do', () => {
  expect(switchedOffText({ switchedOff: failing })).toContain('five days')
  expect(switchedOffText({ switchedOff: { ...failing, reason: 'gone' } })).toContain('410')
  expect(switchedOffText({ switchedOff: null })).toBeNull()
})

const delivery = { status: 'waiting', attempts: 1, responseStatus: null, response: null } as const

describe('a delivery', () => {
  it.each([
    [{ ...delivery, attempts: 0 }, 'Waiting to be sent', 'waiting'],
    [
      { ...delivery, status: 'delivered', attempts: 1, responseStatus: 204 },
      'Delivered at the first attempt, status 204',
      'good',
    ],
    [{ ...delivery, attempts: 2, responseStatus: 503 }, 'Not delivered after 2 attempts: status 503', 'trouble'],
    [{ ...delivery, status: 'failed', attempts: 9 }, 'Failed after 9 attempts: no answer', 'trouble'],
  ] as const)('%j reads "%s"', (delivery, text, kind) => {
    expect(deliveryText(delivery)).toMatchObject({ text, kind })
  })

  it.each([
    [302, 'does not follow redirects'],
    [401, 'secret of this webhook'],
    [404, 'Check its path'],
    [410, 'switched the webhook off'],
    [429, 'limits the rate'],
    [500, 'The receiver failed'],
  ])('that was answered %d comes with advice', (responseStatus, words) => {
    expect(deliveryText({ ...delivery, responseStatus, response: 'ENOTFOUND' }).advice).toContain(words)
  })

  it.each([
    ['The address is inside the private network. The operator can allow it with PRIVATE_HOSTS.', 'PRIVATE_HOSTS'],
    ['ENOTFOUND', 'host name'],
    ['ECONNREFUSED', 'Cannot connect'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['no answer within 15 s', 'in time'],
  ])('that got no answer (%s) comes with advice', (response, words) => {
    expect(deliveryText({ ...delivery, response }).advice).toContain(words)
  })

  it('has no advice where it went well or where nothing is known', () => {
    expect(deliveryText({ ...delivery, response: 'EPIPE' }).advice).toBeNull()
    expect(deliveryText({ ...delivery, status: 'delivered', responseStatus: 200 }).advice).toBeNull()
  })

  it('was rejected by us only if we said so, not if the receiver did', () => {
    expect(isRefusedAddress({ responseStatus: null, response: '… with PRIVATE_HOSTS.' })).toBe(true)
    expect(isRefusedAddress({ responseStatus: 200, response: 'PRIVATE_HOSTS' })).toBe(false)
  })
})

it.each([
  [{ ...delivery, status: 'delivered', responseStatus: 204 }, 'Ping delivered: the receiver answered 204'],
  [{ ...delivery, status: 'failed', responseStatus: 500 }, 'Ping failed: the receiver answered 500'],
  [{ ...delivery, status: 'failed' }, 'Ping failed: no answer'],
  [delivery, 'Ping is being sent'],
] as const)('a ping that is %j reads "%s"', (delivery, text) => {
  expect(pingText(delivery)).toBe(text)
})
