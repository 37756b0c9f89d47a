import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const migration = new URL('../migrations/0008_event_names.sql', import.meta.url)

// Migration 0008, on rows as they were stored before it.
describe('the migration that renames types of events', () => {
  let database: TestDatabase
  let client: pg.Client
  const webhookId = randomUUID()
  const deletedId = randomUUID()
  const made = '2026-11-01T09:00:00.000Z'
  const later = '2026-11-02T09:00:00.000Z'
  const ids: string[] = []

  beforeAll(async () => {
    database = await createTestDatabase()
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(
      `insert into webhooks (id, name, url, event_types, secret_encrypted, created_at) values ($1, 'a', 'https://a.example', $2, '', $3)`,
      [webhookId, ['ticket.created', 'webhook.saved', 'webhook.removed', 'settings.saved', 'ticket.closed'], made],
    )
    await store('webhook.saved', { webhookId }, made)
    await store('webhook.saved', { webhookId }, later)
    await store('webhook.removed', { webhookId: deletedId }, later)
    await store('webhook.saved', { webhookId: deletedId }, made)
    await store('view.saved', { viewId: randomUUID(), isShared: true }, made)
    await store('view.removed', { viewId: randomUUID(), isShared: true }, made)
    await store('mailbox.saved', { mailboxId: randomUUID() }, made)
    await store('settings.saved', {}, made)
    await store('export.made', { kind: 'raw_message', subjectId: randomUUID() }, made)
    await store('ticket.participantRemoved', { userId: randomUUID() }, made)
    for (const [eventId, type] of [[ids[0], 'webhook.saved'] as const, [randomUUID(), 'ping'] as const]) {
      await client.query(
        `insert into webhook_deliveries (id, webhook_id, event_id, event_type, payload, next_attempt_at, created_at)
          values (gen_random_uuid(), $1, $2, $3, $4, $5, $5)`,
        [webhookId, eventId, type, { type, data: { webhookId } }, made],
      )
    }
    // Alone, because later migrations have already run here. In one transaction, as a migration runs.
    await client.query(`begin; ${readFileSync(migration, 'utf8')}; commit`)
  })
  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  async function store(type: string, payload: object, createdAt: string): Promise<void> {
    ids.push(randomUUID())
    await client.query(
      `insert into events (id, type, audience, actor_kind, payload, created_at) values ($1, $2, 'staff', 'system', $3, $4)`,
      [ids.at(-1), type, payload, createdAt],
    )
  }

  it('tells created from updated by the time of what was created, and leaves other types', async () => {
    const { rows } = await client.query('select type from events order by array_position($1::uuid[], id)', [ids])
    expect(rows.map(({ type }) => type)).toEqual([
      ...['webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.updated', 'view.updated', 'view.deleted'],
      ...['mailbox.updated', 'settings.updated', 'export.created', 'ticket.participantRemoved'],
    ])
  })

  it('renames the type and the payload of a delivery as its event', async () => {
    const { rows } = await client.query('select event_type, payload from webhook_deliveries order by event_type')
    expect(rows).toEqual([
      { event_type: 'ping', payload: { type: 'ping', data: { webhookId } } },
      { event_type: 'webhook.created', payload: { type: 'webhook.created', data: { webhookId } } },
    ])
  })

  it('subscribes a webhook to both types that were one', async () => {
    const { rows } = await client.query('select event_types from webhooks')
    expect(rows[0].event_types).toEqual([
      ...['ticket.created', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'settings.updated'],
      'ticket.closed',
    ])
  })

  it('switches the trigger that keeps events append-only on again, for replicas too', async () => {
    await expect(client.query(`update events set type = 'x'`)).rejects.toThrow('events are append-only')
    const { rows } = await client.query(`select tgenabled from pg_trigger where tgname = 'events_append_only'`)
    expect(rows).toEqual([{ tgenabled: 'A' }])
  })
})
