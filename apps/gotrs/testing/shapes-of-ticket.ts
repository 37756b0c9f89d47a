import type { Desk } from '@gotrs/core/desk'

type Pool = Pick<Desk['pool'], 'query'>

/** Where the rows of a ticket are, and in which order they were written. */
const places: Record<string, string> = {
  tickets: 'where id = $1',
  messages: 'where ticket_id = $1 order by created_at, id',
  events: `where ticket_id = $1 and type <> 'mail.delivered' order by id`,
  mail_events: `where ticket_id = $1 and type = 'mail.delivered' order by created_at`,
  inbound_mails: 'where ticket_id = $1 order by received_at',
  outbound_mails: 'where ticket_id = $1 order by created_at',
  outbound_recipients:
    'where mail_id in (select id from outbound_mails where ticket_id = $1) order by updated_at, address',
  ticket_tags: 'where ticket_id = $1 order by tag_id',
  ticket_reads: 'where ticket_id = $1 order by user_id',
  search_rows: 'where ticket_id = $1 order by part, at',
  ticket_participants: 'where ticket_id = $1 order by user_id',
}

/** What is the same however a ticket came about: its rows, with ids, times and sizes taken out. */
export async function shapesOfTicket(pool: Pool, ticketId: string): Promise<Record<string, object[]>> {
  const shapes: Record<string, object[]> = {}
  for (const [name, which] of Object.entries(places)) {
    const table = name === 'mail_events' ? 'events' : name
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${table} ${which}`, [ticketId])
    shapes[name] = rows.map(shapeOfRow)
  }
  return shapes
}

const shapeOfRow = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, shapeOf(column, value)]))

/** Different in every ticket, but there or not there in all alike. */
const varied =
  /^(n|vector|number|size|title|text|subject|sha256|blob_key|number|quoted_text|dedupe_key|position|.*_preview)$|_id$|^id$/

function shapeOf(column: string, value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof Date) return 'a time'
  if (Array.isArray(value)) return value.map(item => shapeOf(column, item))
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, shapeOf(key, it)]))
  return varied.test(column) ? 'varied' : plain(String(value))
}

/** Ids, signatures and times inside of texts. */
const plain = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/\+t\d+-[a-z2-7]+@/g, '+SIGNED@')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/203\.0\.113\.\d+/g, 'CLIENT')
    .replace(/<[^>]*@acme\.example>/g, '<MESSAGE-ID>')
