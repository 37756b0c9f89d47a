import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { changesOf, createTickets, ticketIn } from './changes.ts'
import { type Listener, listen } from './hints.ts'
import { table } from './table.ts'

const people = ['omar', 'nora', 'lena', 'ana', 'ben', 'admin'] as const
type Person = (typeof people)[number]
const endpoints = { REST: '/api/live', tRPC: '/trpc/live.hints?input={}', token: '/api/live' } as const
type Endpoint = keyof typeof endpoints

let desk: ServedWorld
const listeners = new Map<string, Listener>()
const hintsFor = (person: Person, endpoint: Endpoint) => listeners.get(`${person} ${endpoint}`)?.hints ?? []
/** Everybody gets the hints of one of these two tickets, which separate one round from the next. */
let markers: { omar: string; lena: string }
type Round = { name: string; omar: string; lena: string }
const rounds: Round[] = []

beforeAll(async () => {
  desk = await serveWorld()
  const { world } = desk
  const tickets = await createTickets(world)
  markers = {
    omar: (await ticketIn(world, world.omar, world.supportId)).ticketId,
    lena: (await ticketIn(world, world.lena, world.billingId)).ticketId,
  }
  for (const person of people) {
    for (const endpoint of Object.keys(endpoints) as Endpoint[]) {
      listeners.set(
        `${person} ${endpoint}`,
        await listen(`${desk.url}${endpoints[endpoint]}`, await headersOf(person, endpoint)),
      )
    }
  }
  // A stream misses what is emitted before it listens: repeat the marker until everybody gets it.
  while ([...listeners.values()].some(({ hints }) => hints.length === 0)) await mark('nothing')
  await mark('nothing')
  for (const [name, happen] of Object.entries(changesOf(world, tickets))) {
    await happen()
    await mark(name)
  }
  await vi.waitFor(() => expect(haveAllReceived()).toBe(true), { timeout: 30_000 })
})
afterAll(async () => {
  for (const listener of listeners.values()) listener.stop()
  await desk.stop()
})

test('sends each person the recorded hints, and nothing but the ids and the type', async () => {
  const rows = rounds
    .filter(({ name }) => name !== 'nothing')
    .map(round => ({ head: [round.name], cells: people.map(person => typesIn(person, 'REST', round)) }))
  for (const person of people)
    for (const { ticketId: _ticketId, type: _type, eventId: _eventId, ...more } of hintsFor(person, 'REST'))
      expect(more).toEqual({})
  // Look at every line that changed; then record it: vitest run apps/server/src/access -u
  await expect(table(['what happens', ...people], rows)).toMatchFileSnapshot('./hints.golden.txt')
})

test.each(['tRPC', 'token'] as const)('by %s everybody gets the same hints as by REST', endpoint => {
  for (const person of people)
    for (const round of rounds.filter(({ name }) => name !== 'nothing'))
      expect([person, round.name, typesIn(person, endpoint, round)]).toEqual([
        ...[person, round.name, typesIn(person, 'REST', round)],
      ])
})

test.each(people)('%s, who reconnects, gets only the hints that an open stream would have got', async person => {
  const [first] = hintsFor(person, 'REST')
  const headers = { ...(await headersOf(person, 'REST')), 'Last-Event-ID': first?.eventId ?? '' }
  const again = await listen(`${desk.url}/api/live`, headers)
  const last = markerOf(person, rounds.at(-1))
  await expect.poll(() => again.hints.some(it => it.eventId === last), { timeout: 10_000 }).toBe(true)
  again.stop()
  const received = new Set(hintsFor(person, 'REST').map(it => it.eventId))
  const since = again.hints.filter(it => (it.eventId ?? '') >= (first?.eventId ?? ''))
  expect(since.filter(it => !received.has(it.eventId))).toEqual([])
  expect(since.length).toBeGreaterThan(rounds.length / 2)
})

test('rejects the stream without a login, and with a token without the scope', async () => {
  const { token } = await desk.world.run(desk.world.ana, uow =>
    createApiToken(uow, { name: 'None', scopes: ['users:read'], expiresAt: null }),
  )
  const refusal = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${desk.url}${path}`, { headers: { ...headers, Accept: 'text/event-stream' } })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let received = ''
    // By tRPC a refusal is an event of the stream.
    while (!/"code":"[a-z_]+"/.test(received)) received += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    return received
  }
  for (const path of [endpoints.REST, endpoints.tRPC]) {
    expect(await refusal(path, {})).toContain('"code":"not_logged_in"')
    expect(await refusal(path, { Authorization: `Bearer ${token}` })).toContain('"code":"insufficient_scope"')
  }
})

const markerOf = (person: Person, round: Round | undefined) =>
  person === 'omar' || person === 'nora' ? round?.omar : round?.lena

/** The types of the hints that the person got between two markers, without the markers. */
function typesIn(person: Person, endpoint: Endpoint, round: Round): string {
  const received = hintsFor(person, endpoint)
  const at = (of: Round | undefined) => received.findIndex(({ eventId }) => eventId === markerOf(person, of))
  const between = received.slice(at(rounds[rounds.indexOf(round) - 1]) + 1, at(round))
  const hints = between.filter(it => it.ticketId !== markers.omar && it.ticketId !== markers.lena)
  return hints.map(it => it.type).join(' ') || '-'
}

const haveAllReceived = () =>
  [...listeners].every(([name, { hints }]) => {
    const [person = ''] = name.split(' ')
    return hints.some(({ eventId }) => eventId === markerOf(person as Person, rounds.at(-1)))
  })

async function mark(name: string): Promise<void> {
  const write = async (who: 'omar' | 'lena') => {
    const words = { ticketId: markers[who], text: 'Still here.', attachmentIds: [], thenResolve: false }
    const { messageId } = await desk.world.run(desk.world[who], uow => replyToTicket(uow, words))
    const { rows } = await desk.world.pool.query(
      `select id from events where type = 'message.received' and payload ->> 'messageId' = $1`,
      [messageId],
    )
    return String(rows[0]?.id)
  }
  rounds.push({ name, omar: await write('omar'), lena: await write('lena') })
}

async function headersOf(person: Person, endpoint: Endpoint): Promise<Record<string, string>> {
  if (endpoint !== 'token') return { Cookie: await desk.cookieOf(person) }
  const wanted = { name: 'Live', scopes: ['tickets:read' as const], expiresAt: null }
  const { token } = await desk.world.run(desk.world[person], uow => createApiToken(uow, wanted))
  return { Authorization: `Bearer ${token}` }
}
