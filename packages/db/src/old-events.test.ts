import { readdir, readFile } from 'node:fs/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { asOwner } from './testing/as-owner.ts'

const folder = new URL('../migrations/', import.meta.url)

it('removes the personal text of events that an older version wrote', async () => {
  const url = new URL(inject('templateUrl'))
  url.pathname = '/old_events'
  await asOwner(inject('postgresAdminUrl'), 'create database old_events owner gotrs')
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const files = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  const at = files.findIndex(name => name.startsWith('0009'))
  for (const name of files.slice(0, at)) await apply(client, name)
  await client.query("insert into tags values ('0192a000-0000-7000-8000-000000000001', 'Kanari')")
  const old = [
    ['ticket.renamed', { title: 'secret', previousTitle: 'secret' }],
    ['ticket.tagged', { tag: 'kanari' }],
    ['ticket.untagged', { tag: 'secret' }],
    ['ticket.deleted', { number: 7, reason: 'secret' }],
    ['mail.failed', { mailId: 'm', messageId: null, address: 'secret', response: 'secret' }],
    ['ticket.assigned', { assigneeId: 'a' }],
  ] as const
  for (const [type, payload] of old) {
    const sql = `insert into events (id, type, audience, actor_kind, payload, created_at)
      values (gen_random_uuid(), $1, 'staff', 'system', $2, now())`
    await client.query(sql, [type, JSON.stringify(payload)])
  }
  for (const name of files.slice(at)) await apply(client, name)
  const { rows } = await client.query('select type, payload from events')
  expect(Object.fromEntries(rows.map(row => [row.type, row.payload]))).toEqual({
    'ticket.renamed': {},
    'ticket.tagged': { tagId: '0192a000-0000-7000-8000-000000000001' },
    'ticket.untagged': {},
    'ticket.deleted': { number: 7 },
    'mail.failed': { mailId: 'm', messageId: null },
    'ticket.assigned': { assigneeId: 'a' },
  })
  await client.end()
  await asOwner(inject('postgresAdminUrl'), 'drop database old_events with (force)')
})

/** In one transaction, as the migrator does. */
const apply = async (client: pg.Client, name: string) => {
  const text = await readFile(new URL(name, folder), 'utf8')
  await drizzle(client).transaction(async tx => {
    for (const statement of text.split('--> statement-breakpoint')) await tx.execute(statement)
  })
}
