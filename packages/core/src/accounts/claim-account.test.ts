import type { EventType } from '@gotrs/contract/events'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { countTickets } from '../tickets/count.ts'
import { listTickets } from '../tickets/list.ts'
import { addParticipant } from '../tickets/participants.ts'
import { resolveTicket } from '../tickets/resolve.ts'
import { login } from './login.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { verifyEmail } from './verify-email.ts'

const browser = { userAgent: 'Firefox', replaces: null }
const password = 'tall giraffe socks'

let desk: World
let omarsId: string
beforeAll(async () => {
  desk = await createWorld()
  omarsId = (await ask(desk, desk.omar, { title: 'Omar’s with copies' })).ticketId
})
afterAll(() => desk.remove())

async function latestToken(type: EventType): Promise<string> {
  const [event] = await desk.db.select().from(events).where(eq(events.type, type)).orderBy(desc(events.id)).limit(1)
  return desk.vault.deriveToken(String(event?.payload.tokenId))
}

const write = (from: string, subject: string) => receive(desk, letter({ from, subject }))
const putInCopy = (email: string, ticketId = omarsId) =>
  desk.run(desk.ana, uow => addParticipant(uow, { ticketId, email }))

async function actorOf(sessionId: string): Promise<UserActor> {
  const session = await desk.sessions.validate(sessionId)
  if (!session) throw new Error('no session')
  return session.actor
}

async function claimByRegistration(email: string): Promise<UserActor> {
  await register(desk, { name: 'Somebody', email, password })
  const token = await latestToken('user.registrationRequested')
  return actorOf((await verifyEmail(desk, { token, password }, browser)).sessionId)
}

async function claimByReset(email: string): Promise<UserActor> {
  await requestPasswordReset(desk, { email })
  const token = await latestToken('user.passwordResetRequested')
  return actorOf((await resetPassword(desk, { token, password }, browser)).sessionId)
}

const titles = async (actor: UserActor, input: Parameters<typeof listTickets>[1] = {}) =>
  (await desk.list(actor, reader => listTickets(reader, input))).items.map(ticket => ticket.title).sort()
const counts = (actor: UserActor) => desk.list(actor, countTickets)

describe.each([
  ['a registration', 'by-registration@mail.example', claimByRegistration],
  ['a new password', 'by-reset@mail.example', claimByReset],
])('by %s, who had only written mail', (_, email, claim) => {
  test('sees their earlier requests, and how many', async () => {
    const { ticketId } = await write(email, 'Long ago')
    await write(email.toUpperCase().replace('MAIL.EXAMPLE', 'mail.example'), 'In capitals')
    await putInCopy(email)
    await desk.run(desk.ana, uow => resolveTicket(uow, { ticketId: ticketId ?? '', version: 1 }))
    const actor = await claim(email)
    const all = ['In capitals', 'Long ago']
    for (const sort of ['updated', 'newest', 'oldest', 'priority'] as const)
      expect(await titles(actor, { sort })).toEqual(all)
    expect(await titles(actor, { q: 'copies' })).toEqual([])
    expect(await counts(actor)).toEqual({ open: 1, done: 1 })
  })
})

test('who is in copy gets the answers by mail; what was written before stays closed to them', async () => {
  await write('copied@mail.example', 'Own')
  await putInCopy('copied@mail.example')
  const actor = await claimByRegistration('copied@mail.example')
  expect(await titles(actor)).toEqual(['Own'])
  expect(await counts(actor)).toEqual({ open: 1, done: 0 })
  await expect(seen(desk, actor, omarsId)).rejects.toMatchObject({ code: 'not_found' })
})

describe('a stranger', () => {
  test('gets no login and sees nothing before the address is proven', async () => {
    await write('victim@mail.example', 'Private')
    await register(desk, { name: 'Mallory', email: 'victim@mail.example', password })
    const token = await latestToken('user.registrationRequested')
    await expect(login(desk, { email: 'victim@mail.example', password }, browser)).rejects.toMatchObject({
      code: 'wrong_credentials',
    })
    // The owner of the address opens the link of the mail, without the stranger's password.
    const byOwner = verifyEmail(desk, { token, password: 'the owner has another' }, browser)
    await expect(byOwner).rejects.toMatchObject({ code: 'wrong_credentials' })
  })

  test.each([
    ['victim+mallory@mail.example', 'victim@mail.example'],
    ['plus@mail.example', 'plus+shop@mail.example'],
    ['v.i.c.t.i.m@mail.example', 'victim@mail.example'],
    ['near@mail.example', 'near@mail.example.org'],
  ])('who proves %s sees nothing of %s', async (proven, other) => {
    await write(other, `Private of ${other}`)
    await putInCopy(other)
    const actor = await claimByRegistration(proven)
    expect(await titles(actor)).toEqual([])
    expect(await titles(actor, { q: 'private OR copies' })).toEqual([])
    expect(await counts(actor)).toEqual({ open: 0, done: 0 })
    await expect(seen(desk, actor, omarsId)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test.each(['admin', 'ana', 'omar', 'lena'] as const)('counts in one statement what the list of %s has', async name => {
  const actor = desk[name]
  const counted = await counts(actor)
  for (const state of ['open', 'done'] as const) {
    expect(await titles(actor, { q: `is:${state}`, limit: 100 })).toHaveLength(counted[state])
  }
  const statements = await countStatements(desk.pool, () => desk.read(actor, countTickets))
  expect(statements.filter(it => it.includes('tickets'))).toHaveLength(1)
})
