import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { RestRoute } from './route.ts'
import { restRoutes } from './routes.ts'

const nameOf = ({ method, path }: RestRoute) => `${method} ${path}`
const names = new Set(restRoutes.map(nameOf))

/** PUTs of something that is not a thing with fields, each with its reason. */
const putAlone: Record<string, string> = {
  'put /api/auth/password': 'a command: it takes the old password too',
  'put /api/drafts/{ticketId}': 'a draft is written as a whole, so that two windows do not mix',
  'put /api/new-ticket-draft': 'as the other draft',
  'put /api/tickets/{ticketId}/assignee/me': 'a command without fields',
  'put /api/tickets/{ticketId}/read': 'a command: how far the caller has read',
  'put /api/notices/read': 'as reading a ticket',
  'put /api/tickets/{ticketId}/presence': 'a heartbeat, which is forgotten after 45 seconds',
}

/** Writes that are not answered with a thing, beside those that delete it or end a login. */
const answersDone: Record<string, string> = {
  'post /api/auth/register': 'always the same answer, so that it tells of no account',
  'post /api/auth/verify-email': 'a program logs in after it',
  'post /api/auth/password-reset': 'as registering',
  'post /api/auth/password-reset/confirm': 'a program logs in after it',
  'put /api/auth/password': 'a password has no shape to show',
  'put /api/tickets/{ticketId}/read': 'what was read is no field of the ticket',
  'put /api/notices/read': 'as reading a ticket',
  'put /api/tickets/{ticketId}/presence': 'nothing is stored for long',
}

/** Lists of what has no id, or belongs to one person, come whole. Events have a position instead of a cursor. */
const short = [
  'get /api/auth/sessions',
  'get /api/events',
  'get /api/mailboxes/forward-addresses',
  'get /api/presence',
  'get /api/tags',
  'get /api/users/{userId}/sessions',
]

const shapeOf = (answer: z.ZodType) => (answer instanceof z.ZodObject ? answer.shape : {})
const isList = (answer: z.ZodType) => 'items' in shapeOf(answer)

describe('the rows', () => {
  test('a thing that has a PUT has a PATCH, and a GET', () => {
    const puts = restRoutes.filter(({ method }) => method === 'put').map(({ path }) => path)
    const things = puts.filter(path => !putAlone[`put ${path}`])
    expect(things.filter(path => !names.has(`patch ${path}`) || !names.has(`get ${path}`))).toEqual([])
    expect(Object.keys(putAlone).filter(name => !names.has(name))).toEqual([])
  })

  test('a PATCH requires no field', () => {
    const needing = restRoutes.filter(({ method, body }) => method === 'patch' && !body?.safeParse({}).success)
    expect(needing.map(nameOf)).toEqual(['patch /api/auth/me', 'patch /api/auth/notifications'])
  })

  test('a list with a POST has a path for each of its things', () => {
    const lists = restRoutes.filter(({ method, path }) => method === 'post' && names.has(`get ${path}`))
    const nouns = lists.map(({ path }) => path).filter(path => !path.endsWith('/messages'))
    const found = nouns.filter(path => restRoutes.some(row => row.method === 'get' && isIn(row.path, path)))
    expect(found).toEqual(nouns)
    expect(nouns).toEqual(expect.arrayContaining(['/api/tickets', '/api/users', '/api/queues', '/api/webhooks']))
  })

  test('a list has pages', () => {
    const lists = restRoutes.filter(({ method, answer }) => method === 'get' && isList(answer))
    const isPaged = ({ query, answer }: RestRoute) =>
      ['limit', 'cursor'].every(field => Object.hasOwn(query?.shape ?? {}, field)) && 'nextCursor' in shapeOf(answer)
    expect(lists.filter(row => !isPaged(row)).map(nameOf)).toEqual(short)
    expect(lists.length).toBeGreaterThan(12)
  })

  test('a write answers with the thing', () => {
    const writes = restRoutes.filter(({ method }) => method !== 'get' && method !== 'delete')
    const isDone = ({ answer }: RestRoute) => Object.keys(shapeOf(answer)).join() === 'done'
    const bare = writes.filter(row => isDone(row) && !answersDone[nameOf(row)]).map(nameOf)
    expect(bare).toEqual(['post /api/auth/logout'])
  })
})

const isIn = (path: string, list: string) => path.startsWith(`${list}/{`) && !path.slice(list.length + 1).includes('/')

describe('over HTTP', () => {
  let desk: ServedWorld
  beforeAll(async () => {
    desk = await serveWorld()
  })
  afterAll(() => desk.stop())

  type Thing = Record<string, unknown> & { id: string }

  async function call(method: string, path: string, body?: unknown) {
    const headers = { Authorization: await desk.authorizationOf('admin'), 'Content-Type': 'application/json' }
    const json = body === undefined ? null : JSON.stringify(body)
    const response = await fetch(`${desk.url}${path}`, { method, headers, body: json })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Thing }
  }

  const mailbox = () => ({
    ...{ name: 'returns', address: 'returns@gotrs.example', displayName: 'Returns' },
    queueId: desk.world.supportId,
  })
  const hook = { name: 'Chat', url: 'https://hooks.example/x', eventTypes: ['ticket.created'] }

  test.each<[path: string, body: () => object, part: object, shown: object, ending: 'delete' | 'keep']>([
    [
      '/api/tickets',
      () => ({ title: 'Scanner', message: 'It hums.' }),
      { title: 'It hums' },
      { title: 'It hums' },
      'delete',
    ],
    [
      '/api/users',
      () => ({ name: 'Eve', email: 'eve@new.example', role: 'customer' }),
      { isActive: false },
      { isActive: false, name: 'Eve' },
      'keep',
    ],
    [
      '/api/queues',
      () => ({ name: 'Returns' }),
      { closedReply: 'reopen' },
      { closedReply: 'reopen', name: 'Returns' },
      'keep',
    ],
    [
      '/api/organisations',
      () => ({ name: 'Globex', domains: ['globex.example'] }),
      { isShared: true },
      { name: 'Globex', domains: ['globex.example'], isShared: true },
      'delete',
    ],
    [
      '/api/views',
      () => ({ name: 'Late', q: 'is:open', sort: 'oldest' }),
      { q: 'tag:vpn' },
      { name: 'Late', q: 'tag:vpn', sort: 'oldest' },
      'delete',
    ],
    ['/api/webhooks', () => hook, { isActive: false }, { isActive: false, name: 'Chat' }, 'delete'],
    ['/api/mailboxes', mailbox, { displayName: 'Sent back' }, { displayName: 'Sent back', name: 'returns' }, 'keep'],
  ])(
    'a new thing at %s is read at its Location, changed in part, and answered whole',
    async (path, body, part, shown, ending) => {
      const made = await call('POST', path, body())
      expect(made.status).toBe(201)
      const location = made.headers.get('location') ?? ''
      expect(location).toBe(`${path}/${made.body.id}`)
      const { secret: _, ...withoutSecret } = made.body
      expect(await call('GET', location)).toMatchObject({ status: 200, body: withoutSecret })
      const changed = await call('PATCH', location, part)
      expect(changed).toMatchObject({ status: 200, body: { id: made.body.id, ...shown } })
      expect((await call('GET', location)).body).toMatchObject(shown)
      expect((await call('PUT', location, part)).body).toMatchObject(shown)
      if (ending === 'keep') return
      expect((await call('DELETE', location)).status).toBe(200)
      expect((await call('GET', location)).status).toBe(404)
    },
  )

  test('the pages of a list are the list', async () => {
    const all = (await call('GET', '/api/queues')).body as unknown as { items: Thing[]; nextCursor: null }
    expect([all.items.length > 1, all.nextCursor]).toEqual([true, null])
    const read: Thing[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = (await call('GET', `/api/queues?limit=1&cursor=${cursor}`)).body as unknown as typeof all
      read.push(...page.items)
      cursor = page.nextCursor
    }
    expect(read).toEqual(all.items)
    expect(await call('GET', '/api/queues?cursor=x')).toMatchObject({ status: 400 })
  })

  test('a token is read at its Location only by its owner and by an admin, until it is revoked', async () => {
    const { id } = await desk.makeToken('ana', ['tickets:read'], 'Nightly')
    const read = async (person: 'ana' | 'ben' | 'admin') => {
      const headers = { Authorization: await desk.authorizationOf(person) }
      const response = await fetch(`${desk.url}/api/tokens/${id}`, { headers })
      return [response.status, ((await response.json()) as Thing).name]
    }
    expect([await read('ana'), await read('ben'), await read('admin')]).toEqual([
      [200, 'Nightly'],
      [404, undefined],
      [200, 'Nightly'],
    ])
    await call('DELETE', `/api/tokens/${id}`)
    expect((await read('ana'))[0]).toBe(404)
  })
})
