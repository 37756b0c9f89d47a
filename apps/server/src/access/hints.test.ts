import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { happenings, threeTickets, ticketIn } from './happenings.ts'
import { type Listener, listen } from './hints.ts'
import { table } from './table.ts'

const people = ['omar', 'nora', 'lena', 'ana', 'ben', 'admin'] as const
type Person = (typeof people)[number]
const doors = { REST: '/api/live', tRPC: '/trpc/live.hints?input={}', token: '/api/live' } as const
type Door = keyof typeof doors

let desk: ServedWorld
const listeners = new Map<string, Listener>()
const heardBy = (person: Person, door: Door) => listeners.get(`${person} ${door}`)?.hints ?? []
/** Everybody hears one of these two, so that it can be told what was heard before it. */
let markers: { omar: string; lena: string }
type Round = { name: string; omar: string; lena: string }
const rounds: Round[] = []

beforeAll(async () => {
  desk = await serveWorld()
  const { world } = desk
  const tickets = await threeTickets(world)
  markers = {
    omar: (await ticketIn(world, world.omar, world.supportId)).ticketId,
    lena: (await ticketIn(world, world.lena, world.billingId)).ticketId,
  }
  for (const person of people) {
    for (const door of Object.keys(doors) as Door[]) {
      listeners.set(`${person} ${door}`, await listen(`${desk.url}${doors[door]}`, await headersOf(person, door)))
    }
  }
  // What is emitted before a stream listens is not told: said again until everybody hears.
  while ([...listeners.values()].some(({ hints }) => hints.length === 0)) await mark('nothing')
  await mark('nothing')
  for (const [name, happen] of Object.entries(happenings(world, tickets))) {
    await happen()
    await mark(name)
  }
  await vi.waitFor(() => expect(haveAllHeard()).toBe(true), { timeout: 30_000 })
})
afterAll(async () => {
  for (const listener of listeners.values()) listener.stop()
  await desk.stop()
})

test('who is told that something happened is as it was looked at, line by line, and no more is told than that', async () => {
  const rows = rounds
    .filter(({ name }) => name !== 'nothing')
    .map(round => ({ head: [round.name], cells: people.map(person => typesIn(person, 'REST', round)) }))
  for (const person of people)
    for (const { ticketId: _ticketId, type: _type, eventId: _eventId, ...more } of heardBy(person, 'REST'))
      expect(more).toEqual({})
  // Look at every line that changed; then record it: vitest run apps/server/src/access -u
  await expect(table(['what happens', ...people], rows)).toMatchFileSnapshot('./hints.golden.txt')
})

test.each(['tRPC', 'token'] as const)('by %s everybody hears what they hear by REST', door => {
  for (const person of people)
    for (const round of rounds.filter(({ name }) => name !== 'nothing'))
      expect([person, round.name, typesIn(person, door, round)]).toEqual([
        ...[person, round.name, typesIn(person, 'REST', round)],
      ])
})

test.each(people)('%s, who was away, is told of nothing else than would have been heard', async person => {
  const [first] = heardBy(person, 'REST')
  const headers = { ...(await headersOf(person, 'REST')), 'Last-Event-ID': first?.eventId ?? '' }
  const again = await listen(`${desk.url}/api/live`, headers)
  const last = markerOf(person, rounds.at(-1))
  await expect.poll(() => again.hints.some(it => it.eventId === last), { timeout: 10_000 }).toBe(true)
  again.stop()
  const heard = new Set(heardBy(person, 'REST').map(it => it.eventId))
  const since = again.hints.filter(it => it.eventId >= (first?.eventId ?? ''))
  expect(since.filter(it => !heard.has(it.eventId))).toEqual([])
  expect(since.length).toBeGreaterThan(rounds.length / 2)
})

test('nobody hears anything without a login, or by a token without the scope', async () => {
  const { token } = await desk.world.run(desk.world.ana, uow =>
    createApiToken(uow, { name: 'None', scopes: ['users:read'], expiresAt: null }),
  )
  const refusal = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${desk.url}${path}`, { headers: { ...headers, Accept: 'text/event-stream' } })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    // By tRPC a refusal is an event of the stream.
    while (!/"code":"[a-z_]+"/.test(told)) told += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    return told
  }
  for (const path of [doors.REST, doors.tRPC]) {
    expect(await refusal(path, {})).toContain('"code":"not_logged_in"')
    expect(await refusal(path, { Authorization: `Bearer ${token}` })).toContain('"code":"insufficient_scope"')
  }
})

const markerOf = (person: Person, round: Round | undefined) =>
  person === 'omar' || person === 'nora' ? round?.omar : round?.lena

/** What the person heard between the marker before and the one after, but for markers. */
function typesIn(person: Person, door: Door, round: Round): string {
  const heard = heardBy(person, door)
  const at = (of: Round | undefined) => heard.findIndex(({ eventId }) => eventId === markerOf(person, of))
  const between = heard.slice(at(rounds[rounds.indexOf(round) - 1]) + 1, at(round))
  const told = between.filter(it => it.ticketId !== markers.omar && it.ticketId !== markers.lena)
  return told.map(it => it.type).join(' ') || '-'
}

const haveAllHeard = () =>
  [...listeners].every(([name, { hints }]) => {
    const [person = ''] = name.split(' ')
    return hints.some(({ eventId }) => eventId === markerOf(person as Person, rounds.at(-1)))
  })

async function mark(name: string): Promise<void> {
  const say = async (who: 'omar' | 'lena') => {
    const words = { ticketId: markers[who], text: 'Still here.', attachmentIds: [], thenResolve: false }
    const { messageId } = await desk.world.run(desk.world[who], uow => replyToTicket(uow, words))
    const { rows } = await desk.world.pool.query(
      `select id from events where type = 'message.received' and payload ->> 'messageId' = $1`,
      [messageId],
    )
    return String(rows[0]?.id)
  }
  rounds.push({ name, omar: await say('omar'), lena: await say('lena') })
}

async function headersOf(person: Person, door: Door): Promise<Record<string, string>> {
  if (door !== 'token') return { Cookie: await desk.cookieOf(person) }
  const wanted = { name: 'Live', scopes: ['tickets:read' as const], expiresAt: null }
  const { token } = await desk.world.run(desk.world[person], uow => createApiToken(uow, wanted))
  return { Authorization: `Bearer ${token}` }
}
