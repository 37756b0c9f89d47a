import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, seen } from '@gotrs/core/testing/tickets'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

type Told = { items?: { address?: string }[]; accessToken?: string }

async function call(token: string | null, method: string, path: string, body?: object) {
  const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  const headers = { ...authorization, 'Content-Type': 'application/json' }
  const answer = await fetch(`${desk.url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  const told = (await answer.json().catch(() => ({}))) as Told
  return { status: answer.status, body: told }
}

test('a token for people cannot create an account that reads the tickets of an organisation', async () => {
  await ask(desk.world, desk.world.omar)
  const { token } = await desk.makeToken('admin', ['users:write', 'users:read'])
  const password = 'a very long password 1'
  const thief = { name: 'Thief', email: 'thief@acme.example', role: 'customer', password }
  expect((await call(token, 'GET', '/api/tickets')).status).toBe(403)
  await call(token, 'POST', '/api/users', thief)
  const login = await call(null, 'POST', '/api/auth/login', { email: thief.email, password })
  const tickets = login.body.accessToken ? await call(login.body.accessToken, 'GET', '/api/tickets') : null
  expect(tickets?.body.items ?? []).toEqual([])
})

test('a token for people cannot add an agent to a queue', async () => {
  const { token } = await desk.makeToken('admin', ['users:write', 'users:read'])
  const queueIds = [desk.world.supportId, desk.world.billingId]
  expect((await call(token, 'PUT', `/api/users/${desk.world.ben.id}`, { queueIds })).status).toBe(403)
})

test('a token that reads tickets cannot read an address that writes in the name of its owner', async () => {
  const { token } = await desk.makeToken('ana', ['tickets:read'])
  const { body } = await call(token, 'GET', '/api/mailboxes/forward-addresses')
  const address: string | undefined = body.items?.[0]?.address
  const block = ['---------- Forwarded message ---------', 'From: Omar <omar@acme.example>', 'Date: Mon, Nov 2, 2026']
  const text = [...block, 'Subject: Forged', 'To: ana@gotrs.example', '', 'Words of a thief.'].join('\r\n')
  const mail = letter({ from: 'ana@gotrs.example', subject: 'Fwd: Forged', text })
  const row = await receive(desk.world, mail, { envelopeTo: [address ?? 'support@gotrs.example'] })
  const shown = await seen(desk.world, desk.world.omar, row.ticketId ?? '').then(
    it => it.messages.items.map(message => message.text),
    () => [],
  )
  expect(shown).toEqual([])
})

test('a token that only writes cannot show a ticket to others, by any interface', async () => {
  const { ticketId, ticketNumber } = await ask(desk.world, desk.world.omar)
  const { token } = await desk.makeToken('admin', ['tickets:write'])
  const spy = 'spy@stranger.example'
  const reply = { ticketId: String(ticketNumber), version: 1, text: 'Hi.', cc: [spy] }
  const answers = [
    await call(token, 'POST', '/trpc/tickets.addParticipant', { ticketId, email: spy }),
    await call(token, 'POST', '/trpc/messages.reply', reply),
    await call(token, 'POST', '/trpc/tickets.assign', { ticketId, version: 1, assigneeId: desk.world.ben.id }),
    await call(token, 'POST', `/api/tickets/${ticketNumber}/participants`, { email: spy }),
  ]
  for (const { status, body } of answers) {
    expect(status).toBe(403)
    expect(JSON.stringify(body)).toContain('insufficient_scope')
  }
})

test('a token that reads cannot send a mail again', async () => {
  const { ticketId } = await ask(desk.world, desk.world.omar)
  const { staff } = await seen(desk.world, desk.world.admin, ticketId)
  const reply = { ticketId, version: staff?.version, text: 'Try again.' }
  const { messageId } = (await desk.mutate('messages.reply', reply, 'admin')).data as { messageId: string }
  await desk.world.settle()
  await desk.world.pool.query(
    `update outbound_mails set status = 'failed', next_attempt_at = null, leased_until = null`,
  )
  await desk.world.pool.query(`update outbound_recipients set status = 'failed'`)
  const { token } = await desk.makeToken('admin', ['tickets:read'])
  expect((await call(token, 'POST', `/api/messages/${messageId}/retry`)).status).toBe(403)
})
