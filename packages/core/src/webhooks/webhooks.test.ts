import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webhookPayload } from '@gotrs/contract/webhooks'
import { ask } from '@gotrs/core/testing/tickets'
import { type Receiver, startReceiver } from '@gotrs/core/testing/webhook-receiver'
import { createWorld, day, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createWebhook } from './create.ts'
import { deleteWebhook } from './delete.ts'
import { deliverDue } from './deliver.ts'
import { expireDeliveries } from './expire-deliveries.ts'
import { listDeliveries, listWebhooks } from './queries.ts'
import { replayDelivery } from './replay.ts'
import { updateWebhook } from './update.ts'

let desk: World
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  desk = await createWorld({ privateHosts: '127.0.0.1' })
})
afterAll(async () => {
  await desk.remove()
  await receiver.stop()
})
afterEach(async () => {
  receiver.requests.length = 0
  receiver.answers.status = 200
  receiver.answers.location = ''
  for (const { id } of await desk.read(desk.admin, listWebhooks)) {
    await desk.run(desk.admin, uow => deleteWebhook(uow, id))
  }
})

const change = (webhookId: string, part: object) =>
  desk.run(desk.admin, uow => updateWebhook(uow, { webhookId, ...part }))
const make = (input = {}) =>
  desk.run(desk.admin, uow =>
    createWebhook(uow, {
      name: 'Chat',
      url: receiver.url,
      eventTypes: ['ticket.created', 'ticket.resolved'],
      ...input,
    }),
  )
const deliver = async () => {
  await desk.settle()
  return deliverDue(desk)
}
const logOf = (webhookId: string) =>
  desk.read(desk.admin, async reader => (await listDeliveries(reader, { webhookId, status: 'all', limit: 50 })).items)

describe('a webhook', () => {
  it('gets each event it is subscribed to once, with a payload of its own, signed and dated', async () => {
    const { id, secret } = await make()
    const { ticketId, ticketNumber } = await ask(desk, desk.omar, { title: 'Scanner' })
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    const [first] = receiver.requests
    const payload = webhookPayload.parse(JSON.parse(first?.body ?? ''))
    expect(payload).toMatchObject({
      type: 'ticket.created',
      ticketId,
      actor: { kind: 'user', id: desk.omar.id, name: 'Omar Aziz' },
      data: { number: ticketNumber },
    })
    expect(first?.body).not.toContain('Scanner')
    const { 'webhook-id': webhookId, 'webhook-timestamp': at, 'webhook-signature': signature } = first?.headers ?? {}
    const key = Buffer.from(secret?.slice('whsec_'.length) ?? '', 'base64')
    const expected = `v1,${createHmac('sha256', key).update(`${webhookId}.${at}.${first?.body}`).digest('base64')}`
    expect(timingSafeEqual(Buffer.from(String(signature)), Buffer.from(expected))).toBe(true)
    expect(await logOf(id)).toMatchObject([
      { id: webhookId, status: 'delivered', attempts: 1, responseStatus: 200, response: 'received' },
    ])
  })

  it('costs no job when no webhook is subscribed', async () => {
    await ask(desk, desk.omar)
    const { rows } = await desk.pool.query(
      "select count(*)::int from graphile_worker.jobs where task_identifier = 'enqueue_deliveries'",
    )
    expect(rows).toEqual([{ count: 0 }])
    await desk.settle()
  })

  it('gets a delivery again until it answers, with the same id, and not for ever', async () => {
    const { id } = await make()
    receiver.answers.status = 500
    await ask(desk, desk.omar)
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    desk.pass(hour)
    receiver.answers.status = 204
    expect(await deliver()).toBe(1)
    expect(new Set(receiver.requests.map(it => it.headers['webhook-id'])).size).toBe(1)
    expect(await logOf(id)).toMatchObject([{ status: 'delivered', attempts: 2 }])

    receiver.answers.status = 503
    await ask(desk, desk.omar)
    for (const pause of [0, 1 / 60, 0.1, 1, 3, 7, 13, 22, 22, 22]) {
      await deliver()
      desk.pass(pause * hour + 30_000)
    }
    const [given] = await logOf(id)
    expect(given).toMatchObject({ status: 'failed', attempts: 9, responseStatus: 503, nextAttemptAt: null })
    receiver.answers.status = 200
    const replay = () => desk.run(desk.admin, uow => replayDelivery(uow, given?.id ?? ''))
    await replay()
    const said = { noun: 'delivery', status: 'waiting', reason: expect.stringContaining('has failed') }
    await expect(replay()).rejects.toMatchObject({ code: 'wrong_status', params: said })
    expect(await deliver()).toBe(1)
    expect((await logOf(id))[0]).toMatchObject({ status: 'delivered', attempts: 1 })
  })

  it('that is gone is switched off at once, with the reason; waiting deliveries are sent when it is switched on', async () => {
    const { id } = await make()
    receiver.answers.status = 500
    for (let count = 0; count < 4; count += 1) await ask(desk, desk.omar)
    expect(await deliver()).toBe(4)
    desk.pass(hour)
    receiver.answers.status = 410
    await deliver()
    const [off] = await desk.read(desk.admin, listWebhooks)
    expect(off).toMatchObject({ id, isActive: false, switchedOff: { reason: 'gone', at: expect.any(String) } })
    const { rows } = await desk.pool.query("select payload from events where type = 'webhook.switchedOff'")
    expect(rows).toEqual([{ payload: { webhookId: id, reason: 'gone' } }])
    receiver.answers.status = 200
    desk.pass(day)
    expect(await deliver()).toBe(0)
    const left = (await logOf(id)).filter(it => it.status === 'waiting').length
    expect(left).toBeGreaterThan(0)
    await change(id, { isActive: true })
    expect(await deliver()).toBe(left)
    expect(await desk.read(desk.admin, listWebhooks)).toMatchObject([{ isActive: true, switchedOff: null, waiting: 0 }])
  })

  const shown = async () => (await desk.read(desk.admin, listWebhooks))[0]
  const fail = async () => {
    receiver.answers.status = 503
    await ask(desk, desk.omar)
    await deliver()
    return shown()
  }

  const untilGivenUp = async () => {
    for (const pause of [1 / 60, 0.1, 1, 3, 7, 13, 22, 22]) {
      desk.pass(pause * hour + 30_000)
      await deliver()
    }
  }

  it('that has taken nothing for five days is switched off once a delivery is given up; one answer in between and it is not', async () => {
    const { id } = await make()
    expect(await fail()).toMatchObject({ isActive: true, failingSince: expect.any(String) })
    desk.pass(day)
    receiver.answers.status = 200
    await deliver()
    expect(await shown()).toMatchObject({ failingSince: null })
    await fail()
    await untilGivenUp()
    desk.pass(day)
    await fail()
    desk.pass(1.3 * day)
    expect(await fail(), 'after five days, at the first tries of an event').toMatchObject({ isActive: true })
    await untilGivenUp()
    expect(await shown()).toMatchObject({ isActive: false, switchedOff: { reason: 'failing' } })
    const sentBefore = receiver.requests.length
    desk.pass(day)
    await deliver()
    expect(receiver.requests).toHaveLength(sentBefore)
    // An update that does not set isActive leaves it off; it gets deliveries as soon as it is switched on.
    expect(await change(id, { name: 'Other' })).toMatchObject({ isActive: false, name: 'Other' })
    receiver.answers.status = 200
    expect(await change(id, { isActive: true })).toMatchObject({ switchedOff: null, failingSince: null })
    while ((await deliver()) > 0);
    expect((await logOf(id)).map(it => it.status)).not.toContain('waiting')
  })

  it('that rarely gets deliveries stays on: an old failure and a new one are not five days of failures', async () => {
    const { id } = await make()
    await fail()
    await untilGivenUp()
    expect(await logOf(id)).toMatchObject([{ status: 'failed', attempts: 9 }])
    desk.pass(10 * day)
    const before = (await shown())?.failingSince
    expect(await fail()).toMatchObject({ isActive: true, failingSince: expect.not.stringContaining(String(before)) })
  })

  it.each([410, 503])('is not judged by what its former address answers (%i)', async status => {
    const { id } = await make()
    receiver.answers.status = status
    await ask(desk, desk.omar)
    await desk.settle()
    await receiver.holding(
      async () => {
        await change(id, { url: `${receiver.url}/new` })
      },
      () => deliverDue(desk),
    )
    expect(await shown()).toMatchObject({ isActive: true, failingSince: null, switchedOff: null })
  })

  it('is led nowhere by a redirect, and never inside', async () => {
    const { id } = await make()
    receiver.answers.status = 302
    receiver.answers.location = receiver.url
    await ask(desk, desk.omar)
    await deliver()
    expect(receiver.requests).toHaveLength(1)
    expect(await logOf(id)).toMatchObject([{ status: 'waiting', responseStatus: 302 }])
    for (const url of ['http://169.254.169.254/latest', 'http://[::1]/', 'http://10.0.0.1/', 'http://2130706434/']) {
      await desk.run(desk.admin, uow =>
        updateWebhook(uow, { webhookId: id, name: 'In', url, eventTypes: ['ticket.created'] }),
      )
      desk.pass(hour)
      await deliver()
      expect((await logOf(id))[0]?.response, url).toContain('PRIVATE_HOSTS')
    }
  })

  it('that hangs uses two places, and the others get their deliveries meanwhile', async () => {
    const hanging: ServerResponse[] = []
    const { promise: bothHang, resolve } = Promise.withResolvers<void>()
    const server = createServer((_request, response) => {
      if (hanging.push(response) === 2) resolve()
    })
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const slow = await make({ name: 'A', url })
    const other = await make({ name: 'B' })
    for (let count = 0; count < 5; count += 1) await ask(desk, desk.omar)
    await desk.settle()
    const telling = deliverDue(desk)
    await bothHang
    await expect.poll(() => receiver.requests.length).toBe(5)
    await ask(desk, desk.omar)
    await desk.settle()
    await expect.poll(() => receiver.requests.length, { timeout: 5_000 }).toBe(6)
    expect(hanging).toHaveLength(2)
    await desk.run(desk.admin, uow => deleteWebhook(uow, slow.id))
    for (const response of hanging) response.end()
    expect(await telling).toBe(8)
    expect((await logOf(other.id)).map(it => it.status)).toEqual(Array(6).fill('delivered'))
    await new Promise(closed => server.close(closed))
  })

  it('gets each delivery only from one of two senders at the same time', async () => {
    await make()
    for (let count = 0; count < 3; count += 1) await ask(desk, desk.omar)
    await desk.settle()
    while ((await Promise.all([deliverDue(desk), deliverDue(desk)])).some(count => count > 0));
    expect(receiver.requests).toHaveLength(3)
  })

  it('shows its secret only in the answer that creates it', async () => {
    const { id, secret } = await make()
    const listed = JSON.stringify(await desk.read(desk.admin, listWebhooks))
    expect(listed).not.toContain('whsec_')
    const { rows } = await desk.pool.query('select w::text as text from webhooks w')
    expect(JSON.stringify(rows)).not.toContain(secret?.slice(6))
    expect(
      (
        await desk.run(desk.admin, uow =>
          updateWebhook(uow, { webhookId: id, name: 'X', url: receiver.url, eventTypes: ['ticket.closed'] }),
        )
      ).secret,
    ).toBeNull()
  })

  it('has a log of a month', async () => {
    const { id } = await make()
    await ask(desk, desk.omar)
    await deliver()
    await ask(desk, desk.omar)
    await desk.settle()
    expect((await logOf(id)).map(it => it.status)).toEqual(['waiting', 'delivered'])
    desk.pass(31 * day)
    await desk.run({ kind: 'system', name: 'clock' }, uow => expireDeliveries.batch(uow))
    expect(await logOf(id)).toEqual([])
  })
})
