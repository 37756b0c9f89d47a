import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyWebhook } from './verify-webhook.ts'

const secretOf = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`
const [secret, other] = [secretOf('a'), secretOf('b')]
const body = '{"type":"ping","data":{"webhookId":"ä"}}'

/** Signed by the package of Standard Webhooks. */
const signed = (by = secret, at = new Date()) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(by).sign('msg_1', at, body),
})
const problem = (...args: Parameters<typeof verifyWebhook>) =>
  verifyWebhook(...args).then(
    () => 'accepted',
    error => error.problem,
  )

describe('a delivery signed by the package standardwebhooks', () => {
  it('is accepted as text and as bytes, with headers of fetch and of Node, and returns its event', async () => {
    for (const given of [body, new TextEncoder().encode(body)]) {
      for (const headers of [signed(), new Headers(signed()), { ...signed(), 'Content-Type': 'application/json' }])
        expect(await verifyWebhook(given, headers, secret)).toEqual(JSON.parse(body))
    }
  })

  it('is accepted by any of several secrets, and by any of several signatures', async () => {
    expect(await problem(body, signed(), [other, secret])).toBe('accepted')
    const both = `${signed(other)['webhook-signature']} v1a,AAAA v1,!! ${signed()['webhook-signature']}`
    expect(await problem(body, { ...signed(), 'webhook-signature': both }, secret)).toBe('accepted')
  })

  it('is rejected when the secret, the body, the id or the time is another one', async () => {
    expect(await problem(body, signed(), other)).toBe('invalid_signature')
    expect(await problem(body, signed(), [])).toBe('invalid_signature')
    expect(await problem(`${body} `, signed(), secret)).toBe('invalid_signature')
    expect(await problem(body, { ...signed(), 'webhook-id': 'msg_2' }, secret)).toBe('invalid_signature')
    const later = String(Number(signed()['webhook-timestamp']) + 1)
    expect(await problem(body, { ...signed(), 'webhook-timestamp': later }, secret)).toBe('invalid_signature')
  })

  it.each([-301, 302])('is rejected %i seconds from now, and accepted just within five minutes', async seconds => {
    const from = (offset: number) => signed(secret, new Date(Date.now() + offset * 1000))
    expect(await problem(body, from(seconds), secret)).toBe('expired_timestamp')
    expect(await problem(body, from(Math.sign(seconds) * 290), secret)).toBe('accepted')
  })

  it('is rejected without each of its headers, and with a time that is no number', async () => {
    for (const name of Object.keys(signed()))
      expect(await problem(body, { ...signed(), [name]: undefined }, secret), name).toBe('missing_header')
    expect(await problem(body, { ...signed(), 'webhook-timestamp': 'NaN' }, secret)).toBe('invalid_timestamp')
  })
})

describe('a real delivery of the desk', () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.end()
  })
  let desk: ServedWorld
  beforeAll(async () => {
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    desk = await serveWorld({ privateHosts: '127.0.0.1' })
  })
  afterAll(async () => {
    vi.useRealTimers()
    await desk.stop()
    receiver.close()
  })

  it('is accepted by the old and by the new secret while both sign, and by the new one alone after that', async () => {
    const admin = async (path: string, input: object) =>
      (await desk.mutate(`webhooks.${path}`, input, 'admin')).data as { id: string; secret: string; status: string }
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const made = await admin('create', { name: 'Shop', url, eventTypes: ['ticket.created'] })
    const [webhookId, first] = [made.id, made.secret]
    const { secret: second } = await admin('renewSecret', { webhookId })
    const accepted = async () => {
      expect(await admin('ping', { webhookId })).toMatchObject({ status: 'delivered' })
      const last = received.at(-1)
      if (!last) throw new Error('Nothing was delivered')
      // The desk of the tests has a clock of its own.
      vi.useFakeTimers({ toFake: ['Date'], now: desk.world.now() })
      new Webhook(second).verify(last.body, last.headers as Record<string, string>)
      return Promise.all([first, second].map(one => problem(last.body, last.headers, one)))
    }
    expect(await accepted()).toEqual(['accepted', 'accepted'])
    await admin('revokeOldSecret', { webhookId })
    expect(await accepted()).toEqual(['invalid_signature', 'accepted'])
  })
})
