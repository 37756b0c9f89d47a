import { ask } from '@gotrs/core/testing/tickets'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from '../../testing/served-world.ts'

let desk: ServedWorld
let onTicket: string
beforeAll(async () => {
  desk = await serveWorld()
  onTicket = `/api/drafts/${(await ask(desk.world, desk.world.omar)).ticketId}`
})
afterAll(() => desk.stop())

async function call(method: string, path: string, body: object | null = null, headers: Record<string, string> = {}) {
  const init = { method, headers: { 'Content-Type': 'application/json', ...headers } }
  const response = await desk.fetch(path, { as: 'ana', ...init, ...(body && { body: JSON.stringify(body) }) })
  const answer = (await response.json()) as { version: number; title?: string; error?: { code: string } }
  return { status: response.status, etag: String(response.headers.get('etag')), answer, code: answer?.error?.code }
}

const drafts = [
  ['on a ticket', () => onTicket, { kind: 'public', html: '<p>Soon</p>' }],
  ['of a new ticket', () => '/api/new-ticket-draft', { title: 'Printer' }],
] as const

test.each(drafts)('a draft %s is written and deleted only in the version that was read', async (_, pathOf, body) => {
  const path = pathOf()
  expect(await call('PUT', path, { ...body, version: 1 })).toMatchObject({ status: 409, code: 'draft_changed' })
  const first = await call('PUT', path, { ...body, version: 0 })
  expect((await call('GET', path)).etag).toBe(first.etag)
  const second = await call('PUT', path, body, { 'If-Match': first.etag })
  expect(second.answer.version).toBe(first.answer.version + 1)
  const stale = { 'If-Match': first.etag }
  expect(await call('PUT', path, body, stale)).toMatchObject({ status: 412, code: 'precondition_failed' })
  expect(await call('DELETE', path, null, stale)).toMatchObject({ status: 412 })
  expect(await call('DELETE', `${path}?version=${first.answer.version}`)).toMatchObject({ status: 409 })
  expect(await call('DELETE', `${path}?version=3`, null, stale)).toMatchObject({ status: 400 })
  expect(await call('DELETE', `${path}?version=${second.answer.version}`)).toMatchObject({ status: 200 })
  expect((await call('GET', path)).answer).toMatchObject({ state: 'deleted', version: second.answer.version + 1 })
})

test('a program that does not care writes without a version', async () => {
  const path = '/api/new-ticket-draft'
  expect((await call('PUT', path, { title: 'One' })).status).toBe(200)
  expect((await call('PUT', path, { title: 'Two' }, { 'If-Match': '*' })).answer.title).toBe('Two')
})
