import { createHmac } from 'node:crypto'
import { type Receiver, startReceiver } from '@gotrs/core/testing/webhook-receiver'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createWebhook } from './create.ts'
import { pingWebhook } from './ping.ts'
import { listWebhooks } from './queries.ts'
import { expireOldSecrets, revokeOldSecret, rotateWebhookSecret } from './rotate-secret.ts'
import { sendNow } from './send-now.ts'

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
let first: string
beforeEach(async () => {
  const input = { name: 'Chat', url: receiver.url, eventTypes: ['ticket.created' as const] }
  const made = await desk.run(desk.admin, uow => createWebhook(uow, input))
  webhookId = made.id
  first = String(made.secret)
})

const rotate = async (overlapHours: number) =>
  (await desk.run(desk.admin, uow => rotateWebhookSecret(uow, { webhookId, overlapHours }))).secret
const revoke = () => desk.run(desk.admin, uow => revokeOldSecret(uow, webhookId))

/** Which of these secrets signed a delivery that is sent now, in the order of the header. */
async function signersOf(secrets: Record<string, string>): Promise<string[]> {
  const { deliveryId } = await desk.run(desk.admin, uow => pingWebhook(uow, webhookId))
  await sendNow(desk, deliveryId)
  const { headers, body } = receiver.requests.at(-1) ?? { headers: {}, body: '' }
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const name = (signature: string) => {
    const isBy = ([, secret]: [string, string]) =>
      signature ===
      `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(signed)
        .digest('base64')}`
    return Object.entries(secrets).find(isBy)?.[0] ?? 'unknown'
  }
  return String(headers['webhook-signature']).split(' ').map(name)
}

const eventsOf = async (type: string) =>
  (
    await desk.pool.query("select payload from events where type = $1 and payload->>'webhookId' = $2", [
      type,
      webhookId,
    ])
  ).rows

it('signs with the new and the old secret until the overlap is over', async () => {
  const second = await rotate(24)
  const shown = (await desk.read(desk.admin, listWebhooks)).find(it => it.id === webhookId)
  expect(Date.parse(String(shown?.oldSecretUntil)) - desk.now().getTime()).toBeGreaterThan(23.9 * hour)
  expect(await signersOf({ first, second })).toEqual(['second', 'first'])
  expect(await eventsOf('webhook.secretRotated')).toEqual([{ payload: { webhookId, overlapHours: 24 } }])
  desk.pass(24 * hour)
  expect(await signersOf({ first, second })).toEqual(['second'])
})

it('signs only with the new secret without an overlap, and with two at most', async () => {
  const second = await rotate(0)
  expect(await signersOf({ first, second })).toEqual(['second'])
  const third = await rotate(1)
  const fourth = await rotate(1)
  expect(await signersOf({ first, second, third, fourth })).toEqual(['fourth', 'third'])
})

it('no longer signs with an old secret that is revoked, and says so once', async () => {
  const second = await rotate(24)
  expect(await revoke()).toMatchObject({ id: webhookId, oldSecretUntil: null })
  await revoke()
  expect(await signersOf({ first, second })).toEqual(['second'])
  expect(await eventsOf('webhook.oldSecretRevoked')).toEqual([{ payload: { webhookId } }])
})

it('keeps both secrets sealed, and an old one no longer than it signs', async () => {
  const second = await rotate(1)
  const row = async () =>
    (
      await desk.pool.query('select w::text as text, old_secret_encrypted as old from webhooks w where id = $1', [
        webhookId,
      ])
    ).rows[0]
  const { text } = await row()
  for (const secret of [first, second]) {
    for (const form of ['utf8', 'base64'] as const)
      expect(text).not.toContain(Buffer.from(secret.slice(6), form).toString('hex'))
  }
  const expire = () => desk.run({ kind: 'system', name: 'clock' }, uow => expireOldSecrets.batch(uow))
  await expire()
  expect((await row()).old).not.toBeNull()
  desk.pass(hour + 1)
  await expire()
  expect((await row()).old).toBeNull()
})
