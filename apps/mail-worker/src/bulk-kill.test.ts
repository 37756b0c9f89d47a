import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBulkAct } from '@gotrs/core/bulk/create'
import { readBulkAct } from '@gotrs/core/bulk/read'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { startWorker } from '@gotrs/mail-worker/testing/worker'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const secretKey = 'a secret key for tests only, long enough'
const total = 40

let world: World
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-bulk-kill-'))
  world = await createWorld({ secretKey, now: () => new Date() })
})
afterAll(async () => {
  await world.remove()
  await rm(dataDir, { recursive: true, force: true })
})

const start = () =>
  startWorker({ DATABASE_URL: world.databaseUrl, DATA_DIR: dataDir, SECRET_KEY: secretKey, SMTP_IN_PORT: '0' })

test('a worker that is killed amid a bulk act has done a ticket whole or not at all, and the next one does the rest', async () => {
  const ids: string[] = []
  for (let at = 0; at < total; at += 1) ids.push((await ask(world, world.omar)).ticketId)
  const input = { ids, action: { name: 'setPriority' as const, priority: 'high' as const } }
  const { bulkId } = await world.run(world.ana, uow => createBulkAct(uow, input, ids))
  const read = () => world.read(world.ana, reader => readBulkAct(reader, { bulkId }))
  const doneAfter = (least: number) =>
    vi.waitFor(async () => expect((await read()).done).toBeGreaterThanOrEqual(least), { timeout: 60_000, interval: 10 })

  const killed = await start()
  await doneAfter(3)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const cut = await read()
  expect(cut.done).toBeLessThan(total)
  expect(await changed()).toBe(cut.done)

  const next = await start()
  await doneAfter(total)
  next.kill('SIGTERM')
  await once(next, 'exit')
  expect(await read()).toMatchObject({ done: total, failed: 0 })
  expect(await changed()).toBe(total)

  /** How many are changed, by the rows of the bulk act and by the events; each once. */
  async function changed() {
    const { rows } = await world.pool.query(
      `select (select count(*)::int from bulk_items where outcome = 'changed') as items, count(*)::int as events,
        count(distinct ticket_id)::int as tickets from events where type = 'ticket.prioritySet'`,
    )
    const [{ items, events, tickets }] = rows
    expect([events, tickets]).toEqual([items, items])
    return items
  }
})
