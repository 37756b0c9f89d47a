import { webhookPayload } from '@gotrs/contract/webhooks'
import packageFile from '@gotrs/core/package.json' with { type: 'json' }
import { ask } from '@gotrs/core/testing/tickets'
import { type Receiver, startReceiver } from '@gotrs/core/testing/webhook-receiver'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createWebhook } from './create.ts'
import { deliverDue } from './deliver.ts'
import { pingWebhook } from './ping.ts'
import { listDeliveries } from './queries.ts'
import { retryDelivery } from './retry-delivery.ts'
import { sendNow } from './send-now.ts'
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

let webhookId: string
beforeEach(async () => {
  await desk.pool.query('delete from webhooks')
  receiver.requests.length = 0
  receiver.answers.status = 200
  webhookId = await create()
})

const create = async () => {
  const input = { name: 'Chat', url: receiver.url, eventTypes: ['ticket.created' as const] }
  return (await desk.run(desk.admin, uow => createWebhook(uow, input))).id
}
const setActive = (isActive: boolean) => desk.run(desk.admin, uow => updateWebhook(uow, { webhookId, isActive }))
const prepare = () => desk.run(desk.admin, uow => pingWebhook(uow, webhookId))
const ping = async () => sendNow(desk, (await prepare()).deliveryId)
const retry = async (deliveryId: string) =>
  sendNow(desk, (await desk.run(desk.admin, uow => retryDelivery(uow, deliveryId))).deliveryId)
const logOf = () =>
  desk.read(desk.admin, async reader => (await listDeliveries(reader, { webhookId, status: 'all', limit: 50 })).items)
const failOnce = async () => {
  receiver.answers.status = 500
  await ask(desk, desk.omar)
  await desk.settle()
  await deliverDue(desk)
  receiver.answers.status = 200
  return (await logOf())[0]?.id ?? ''
}

it('sends a ping at once, signed, with the version of the desk, and keeps it in the log', async () => {
  const sent = await ping()
  expect(sent).toMatchObject({
    eventType: 'ping',
    status: 'delivered',
    attempts: 1,
    responseStatus: 200,
    response: 'received',
  })
  const [delivery] = receiver.requests
  expect(delivery?.headers).toMatchObject({
    'webhook-id': sent.id,
    'webhook-signature': expect.stringMatching(/^v1,/),
    'user-agent': `GOTRS/${packageFile.version}`,
    'content-type': 'application/json',
  })
  expect(webhookPayload.parse(JSON.parse(delivery?.body ?? ''))).toMatchObject({
    type: 'ping',
    ticketId: null,
    actor: { kind: 'user', id: desk.admin.id },
    data: { webhookId },
  })
  expect(await logOf()).toEqual([sent])
  const { rows } = await desk.pool.query(
    "select payload from events where type = 'webhook.pinged' order by id desc limit 1",
  )
  expect(rows).toEqual([{ payload: { webhookId, deliveryId: sent.id } }])
})

it('tries a ping once, and says what the receiver answered', async () => {
  receiver.answers.status = 503
  expect(await ping()).toMatchObject({ status: 'failed', responseStatus: 503, nextAttemptAt: null })
  desk.pass(hour)
  expect(await deliverDue(desk)).toBe(0)
})

it('pings a webhook that is off, before others that wait, and leaves those', async () => {
  await failOnce()
  await setActive(false)
  receiver.requests.length = 0
  expect(await ping()).toMatchObject({ status: 'delivered' })
  expect(receiver.requests).toHaveLength(1)
  expect((await logOf()).map(it => it.status)).toEqual(['delivered', 'waiting'])
})

it('sends once where a call is repeated, and leaves it to the mail-worker where its process ended', async () => {
  const { deliveryId } = await prepare()
  const [one, two] = await Promise.all([sendNow(desk, deliveryId), sendNow(desk, deliveryId)])
  expect([one.status, two.status]).toContain('delivered')
  expect(await sendNow(desk, deliveryId)).toMatchObject({ status: 'delivered', attempts: 1 })
  expect(receiver.requests).toHaveLength(1)

  await prepare()
  expect(await deliverDue(desk)).toBe(0)
  desk.pass(30_000)
  expect(await deliverDue(desk)).toBe(1)
  expect(receiver.requests).toHaveLength(2)
})

it('fails a ping that was not sent within a minute, and sends what waits behind it', async () => {
  await setActive(false)
  for (let pings = 0; pings < 3; pings += 1) await prepare()
  desk.pass(60_000)
  await setActive(true)
  await ask(desk, desk.omar)
  await desk.settle()
  expect(await deliverDue(desk)).toBe(1)
  expect(receiver.requests.map(it => JSON.parse(it.body).type)).toEqual(['ticket.created'])
  const pings = (await logOf()).filter(it => it.eventType === 'ping')
  const failed = { status: 'failed', attempts: 0, nextAttemptAt: null, response: expect.stringContaining('minute') }
  expect(pings).toEqual(Array(3).fill(expect.objectContaining(failed)))
  expect(await retry(pings[0]?.id ?? ''), 'which may be tried again').toMatchObject({ status: 'delivered' })
})

it('sends a delivery now that waits for its next try, and one that was delivered again, under the same id', async () => {
  const deliveryId = await failOnce()
  expect(await deliverDue(desk)).toBe(0)
  expect(await retry(deliveryId)).toMatchObject({ id: deliveryId, status: 'delivered', attempts: 1 })
  expect(await retry(deliveryId)).toMatchObject({ id: deliveryId, status: 'delivered', attempts: 1 })
  expect(receiver.requests.map(it => it.headers['webhook-id'])).toEqual([deliveryId, deliveryId, deliveryId])
  receiver.answers.status = 500
  expect(await retry(deliveryId)).toMatchObject({ status: 'waiting', attempts: 1, nextAttemptAt: expect.any(String) })
  const before = receiver.requests.length
  expect(await sendNow(desk, deliveryId), 'where that call is repeated').toMatchObject({ attempts: 1 })
  expect(receiver.requests).toHaveLength(before)
})

it('does not send a delivery that is being sent, and one that is not there', async () => {
  const deliveryId = await failOnce()
  await receiver.holding(
    async () => {
      await expect(retry(deliveryId)).rejects.toMatchObject({ code: 'wrong_status' })
    },
    () => retry(deliveryId),
  )
  expect(receiver.requests).toHaveLength(2)
  await expect(retry(webhookId)).rejects.toMatchObject({ code: 'not_found' })
})
