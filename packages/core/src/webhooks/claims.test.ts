import { createWorld, type World } from '@gotrs/core/testing/world'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dueDeliveries } from './claim.ts'
import { createWebhook } from './create.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] } & Record<string, number>

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** How many rows of deliveries were looked at, taken or not. */
const examined = (plan: Plan) =>
  nodesOf(plan)
    .filter(node => node['Relation Name'] === 'webhook_deliveries')
    .map(node => ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0))
    .reduce((sum, rows) => sum + rows, 0)

it('takes the next two of each webhook, however many wait, without looking through them', async () => {
  const make = (name: string) =>
    desk.run(desk.admin, uow => createWebhook(uow, { name, url: 'http://a.example/', eventTypes: ['ticket.created'] }))
  const [many, busy, few] = [await make('Many'), await make('Busy'), await make('Few')]
  const insert = `insert into webhook_deliveries (id, webhook_id, event_id, event_type, payload, next_attempt_at, leased_until, created_at)
    select gen_random_uuid(), $1, gen_random_uuid(), 'ticket.created', '{}', $2::timestamptz + n * interval '1 second',
      case when n <= $4 then $2::timestamptz + interval '9 days' end, $2 from generate_series(1, $3::int) n`
  const past = new Date(desk.now().getTime() - 7 * 24 * 60 * 60_000)
  await desk.pool.query(insert, [many.id, past, 50_000, 0])
  await desk.pool.query(insert, [busy.id, past, 50_000, 2])
  await desk.pool.query(insert, [few.id, past, 1, 0])
  await desk.asOwner('analyze webhook_deliveries')

  const due = dueDeliveries(desk.now(), 8)
  const { rows } = await desk.db.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql`explain (analyze, format json) ${due}`)
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (!plan) throw new Error('Postgres returned no plan')
  const scans = nodesOf(plan).filter(node => node['Relation Name'] === 'webhook_deliveries')
  expect(scans.map(node => node['Node Type'])).not.toContain('Seq Scan')
  expect(scans.length).toBeGreaterThan(0)
  expect(examined(plan)).toBeLessThan(40)

  const taken = await desk.db.execute<{ id: string }>(due)
  const { rows: of } = await desk.pool.query('select webhook_id from webhook_deliveries where id = any($1::uuid[])', [
    taken.rows.map(row => row.id),
  ])
  const counts = [many, busy, few].map(({ id }) => of.filter(row => row.webhook_id === id).length)
  expect(counts).toEqual([2, 0, 1])
})
