import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

const lines: Record<string, unknown>[] = []
const note = (facts: object, message: string) => void lines.push({ ...facts, message })

let desk: ServedWorld
let bearer: { authorization: string }
let tokenId: string
beforeAll(async () => {
  desk = await serveWorld({}, { log: { info: note, warn: note, error: note } })
  const scopes = ['tickets:read' as const, 'tickets:write' as const, 'settings:read' as const]
  const { world } = desk
  const made = await world.run(world.admin, uow => createApiToken(uow, { name: 'CI', scopes, expiresAt: null }))
  tokenId = made.id
  bearer = { authorization: `Bearer ${made.token}` }
})
afterAll(() => desk.stop())

const json = { 'content-type': 'application/json' }
const ofType = async (type: string) =>
  (await desk.world.pool.query('select actor_id, via, payload from events where type = $1 order by id', [type])).rows

async function mailed() {
  const { id, ticketId } = await receive(desk.world, letter())
  const { rows } = await desk.world.pool.query('select id from messages where ticket_id = $1', [ticketId])
  return { inboundMailId: id, ticketId, messageId: rows[0].id as string }
}

test('records the token of a change by tRPC and by REST', async () => {
  const { ticketId } = await mailed()
  const body = JSON.stringify({ ticketId, tag: 'vpn', version: 'any' })
  const tagged = await desk.fetch('/trpc/tickets.tag', { method: 'POST', headers: { ...json, ...bearer }, body })
  expect(tagged.status).toBe(200)
  const init = { method: 'PUT', headers: { ...json, ...bearer }, body: JSON.stringify({ priority: 'urgent' }) }
  expect((await desk.fetch(`/api/tickets/${ticketId}`, init)).status).toBe(200)
  const mine = { actor_id: desk.world.admin.id, via: `token:${tokenId}` }
  expect(await ofType('ticket.tagged')).toMatchObject([mine])
  expect(await ofType('ticket.prioritySet')).toMatchObject([mine])
  expect(await ofType('apiToken.used')).toMatchObject([{ payload: { tokenId, userId: desk.world.admin.id } }])
})

test('records the download of a raw mail, and not a HEAD request for it', async () => {
  const { inboundMailId, messageId } = await mailed()
  for (const path of [`/api/messages/${messageId}/raw`, `/api/inbound/${inboundMailId}/raw`]) {
    expect((await desk.fetch(path, { as: 'admin', method: 'HEAD' })).status).toBe(200)
    expect((await desk.fetch(path, { as: 'omar' })).status).toBeGreaterThanOrEqual(403)
    expect((await desk.fetch(path, { as: 'admin' })).status).toBe(200)
  }
  const by = { actor_id: desk.world.admin.id, via: null }
  expect(await ofType('export.created')).toEqual([
    { ...by, payload: { kind: 'raw_message', subjectId: messageId } },
    { ...by, payload: { kind: 'raw_inbound_mail', subjectId: inboundMailId } },
  ])
})

test('records and counts a failed login by tRPC and by REST, and keeps its idempotency key free for the next try', async () => {
  const send = (path: string, email: string) =>
    desk.fetch(path, {
      method: 'POST',
      headers: { ...json, 'idempotency-key': 'one-login' },
      body: JSON.stringify({ email, password: 'trapeze canoe lentil' }),
    })
  expect((await send('/trpc/auth.login', 'omar@acme.example')).status).toBe(401)
  expect((await send('/api/auth/login', 'nobody@acme.example')).status).toBe(401)
  expect((await ofType('login.failed')).map(it => it.payload)).toEqual([
    { userId: desk.world.omar.id },
    { userId: null },
  ])
  const keys = await desk.world.pool.query("select 1 from idempotency_keys where key = 'one-login'")
  expect(keys.rowCount).toBe(0)
  expect(await (await desk.fetch('/metrics')).text()).toContain('gotrs_errors_total{code="wrong_credentials"} 2')
})

test('logs the caller, address and procedures of a request, and no other text of it', async () => {
  lines.length = 0
  const input = encodeURIComponent(JSON.stringify({ 0: { q: 'kanarienvogel' } }))
  await desk.fetch(`/trpc/tickets.list,auth.me,kanarienvogel?batch=1&input=${input}`, { headers: bearer })
  await desk.fetch('/api/auth/me', { as: 'ana' })
  await desk.fetch('/reset/kanarienvogel?token=kanarienvogel')
  const requests = lines.filter(it => it.message === 'request')
  expect(requests).toMatchObject([
    {
      ...{ userId: desk.world.admin.id, credential: `token:${tokenId}`, address: expect.stringContaining('127.0.0.1') },
      ...{ requestId: expect.any(String), route: '/trpc/batch', procedures: ['tickets.list', 'auth.me'] },
    },
    { userId: desk.world.ana.id, credential: 'session' },
    { address: expect.any(String) },
  ])
  expect(requests[2]).not.toHaveProperty('userId')
  expect(JSON.stringify(lines)).not.toContain('kanarienvogel')
})
