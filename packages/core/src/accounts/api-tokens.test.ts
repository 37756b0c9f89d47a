import { createWorld, minute, type World } from '@gotrs/core/testing/world'
import { apiTokens } from '@gotrs/db/tables/api-tokens'
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiToken, listApiTokens } from './api-tokens.ts'
import { identifyBearer } from './credentials.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const make = (name: string) =>
  desk.run(desk.ana, uow => createApiToken(uow, { name, scopes: ['tickets:read'], expiresAt: null }))

test('writes the last use of a token once a minute, also for many calls at once', async () => {
  const { id, token } = await make('Busy')
  await desk.asOwner(`
    create table written (at timestamptz);
    grant select, insert on written to public;
    create function count_write() returns trigger language plpgsql as
      'begin insert into written values (new.last_used_at); return new; end';
    create trigger count_writes after update on api_tokens for each row execute function count_write()`)
  const writes = async () => (await desk.pool.query('select * from written')).rowCount
  const burst = () => Promise.all(Array.from({ length: 6 }, () => identifyBearer(desk, token)))
  await burst()
  expect(await writes()).toBe(1)
  await burst()
  expect(await writes()).toBe(1)
  desk.pass(minute)
  await burst()
  expect(await writes()).toBe(2)
  const [used] = await desk.db.select().from(apiTokens).where(eq(apiTokens.id, id))
  expect(desk.now().getTime() - Number(used?.lastUsedAt)).toBeLessThan(minute)
})

test('allows a person at most a hundred tokens, also when several are created at once', async () => {
  const have = (await listApiTokens({ db: desk.db, actor: desk.ana, now: desk.now() }, desk.ana.id)).length
  const facts = { userId: desk.ana.id, hint: 'xxxx', scopes: [], createdAt: desk.now() }
  const row = (n: number) => ({ ...facts, id: v7(), name: `${n}`, hash: `hash ${n}` })
  await desk.db.insert(apiTokens).values(Array.from({ length: 98 - have }, (_, n) => row(n)))
  const made = await Promise.allSettled([1, 2, 3, 4].map(n => make(`At once ${n}`)))
  expect(made.filter(it => it.status === 'fulfilled')).toHaveLength(2)
  expect(made.find(it => it.status === 'rejected')?.reason).toMatchObject({ code: 'invalid_input' })
  expect(await listApiTokens({ db: desk.db, actor: desk.ana, now: desk.now() }, desk.ana.id)).toHaveLength(100)
})
