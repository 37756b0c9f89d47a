import type { Db } from '@gotrs/db/client'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { tags, ticketParticipants, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import type { LastChange } from '../kernel/last-change.ts'
import { preparedSql } from '../kernel/prepared.ts'
import { blocksOf } from './blocks.ts'
import { subjectMark, vectorOf } from './vector.ts'

export type IndexedThings = { messageIds: readonly string[]; ticketIds: readonly string[] }

type Source = {
  n: number | null
  ticket_id: string
  message_id: string | null
  part: 'message' | 'head' | 'staff'
  is_public: boolean
  texts: string[]
  at: string
}

/** Those of tickets, and of some of their messages. The tickets are locked as verbs do, so that no older state is written. */
export async function writeTicketRows(
  db: Db,
  ticketIds: readonly string[],
  messageIds: readonly string[] = [],
): Promise<void> {
  const locked = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(inArray(tickets.id, [...ticketIds]))
    .orderBy(asc(tickets.id))
    .for('update')
  const ids = locked.map(({ id }) => id)
  const there = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.id, [...messageIds]), inArray(messages.ticketId, ids)))
  await writeSearchRows(db, { ticketIds: ids, messageIds: there.map(({ id }) => id) })
}

/** How much of one text is read: more than the words that are kept of it. */
const maxCharacters = 150_000

/** Writes the search rows of messages, and those of the heads of tickets, as they are now: two statements. */
export async function writeSearchRows(db: Db, about: IndexedThings): Promise<void> {
  const change = await readSearchRows(db, about)
  if (change) await alone.run(db, change.values)
}

/**
 * Reads what the rows are made from. The change that it returns writes them; null where there are none. A row keeps its
 * number, and with it its place among the results.
 */
export async function readSearchRows(db: Db, about: IndexedThings): Promise<LastChange | null> {
  if (about.messageIds.length + about.ticketIds.length === 0) return null
  const rows = await sourcesFor(about).run(db, valuesOf(about))
  // Most tickets have neither tags nor people in copy.
  const wanted = rows.filter(({ n, texts }) => n !== null || texts.some(text => text !== ''))
  return wanted.length > 0 ? upsert(wanted.map(row => ({ ...row, n: Number(row.n) }))) : null
}

const sourcesOf = (name: string, parts: () => SQL[]) =>
  preparedSql<Source>(
    name,
    () => sql`
  select coalesce(of_message.n, of_ticket.n, nextval('search_rows_n_seq')) as n, source.* from (
    ${sql.join(parts(), sql` union all `)}
  ) source
  left join ${searchRows} of_message on of_message.message_id = source.message_id
  left join ${searchRows} of_ticket on source.message_id is null and of_ticket.message_id is null
    and of_ticket.ticket_id = source.ticket_id and of_ticket.part = source.part
  where coalesce(of_message.n, of_ticket.n) is not null or exists (select from unnest(source.texts) text where text <> '')
  order by source.at, source.part`,
  )

/** A write is about one message or ticket, a mail that is replayed about many. */
type HowMany = 'none' | 'one' | 'many'
const howMany = ({ length }: readonly string[]): HowMany => (length === 0 ? 'none' : length === 1 ? 'one' : 'many')

// Postgres would plan a statement with an array each time.
const isAmong = (name: keyof IndexedThings, size: HowMany) =>
  size === 'one' ? sql`= ${sql.placeholder(name)}::uuid` : sql`= any(${sql.placeholder(name)}::uuid[])`

const valuesOf = ({ messageIds, ticketIds }: IndexedThings) => ({
  messageIds: messageIds.length === 1 ? messageIds[0] : messageIds,
  ticketIds: ticketIds.length === 1 ? ticketIds[0] : ticketIds,
})

const ofMessages = (size: HowMany) => sql`
  select m.ticket_id, m.id as message_id, 'message'::search_part as part, m.kind = 'public' as is_public,
    array[left(m.text, ${maxCharacters}), left(coalesce(m.quoted_text, ''), ${maxCharacters})]
      || array(select file.filename from ${attachments} file where file.message_id = m.id order by file.id) as texts,
    m.created_at as at
  from ${messages} m where m.id ${isAmong('messageIds', size)}`

const ofHeads = (size: HowMany) => sql`
  select t.id as ticket_id, null::uuid as message_id, 'head'::search_part as part, true as is_public,
    array[t.title, t.number::text, customer.name, customer.email::text] as texts,
    t.created_at as at
  from ${tickets} t join ${users} customer on customer.id = t.customer_id where t.id ${isAmong('ticketIds', size)}`

const ofStaff = (size: HowMany) => sql`
  select t.id, null::uuid, 'staff'::search_part, false,
    array(select tag.name::text from ${ticketTags} tagged join ${tags} tag on tag.id = tagged.tag_id
      where tagged.ticket_id = t.id order by 1)
    || array(select more.address::text from ${userAddresses} more where more.user_id = t.customer_id order by 1 limit 20)
    || array(select copied.name || ' ' || copied.email::text from ${ticketParticipants} part
      join ${users} copied on copied.id = part.user_id where part.ticket_id = t.id order by copied.id limit 100),
    t.created_at
  from ${tickets} t where t.id ${isAmong('ticketIds', size)}`

const sources = new Map<string, ReturnType<typeof sourcesOf>>()

function sourcesFor(about: IndexedThings) {
  const [ofMessage, ofTicket] = [howMany(about.messageIds), howMany(about.ticketIds)]
  const name = `search_sources_of_${ofMessage}_${ofTicket}`
  const known = sources.get(name)
  if (known) return known
  const made = sourcesOf(name, () => [
    ...(ofMessage === 'none' ? [] : [ofMessages(ofMessage)]),
    ...(ofTicket === 'none' ? [] : [ofHeads(ofTicket), ofStaff(ofTicket)]),
  ])
  sources.set(name, made)
  return made
}

function upsert(rows: (Source & { n: number })[]): LastChange {
  const given = rows.map(({ texts, ...row }) => {
    const subject = row.part === 'head' ? subjectMark(texts[0] ?? '') : null
    const marks = [...blocksOf(row.n), ...(subject ? [subject] : [])]
    return { ...row, vector: vectorOf(texts, marks) }
  })
  return { name: 'write_search_rows', ctes: written, values: { searchRows: JSON.stringify(given) } }
}

// The vector names the blocks of its number: both are taken together, also where somebody else was quicker.
const taken = sql`n = excluded.n, ticket_id = excluded.ticket_id, is_public = excluded.is_public,
  vector = excluded.vector, at = excluded.at
  where (known.n, known.ticket_id, known.is_public, known.vector) is distinct from
    (excluded.n, excluded.ticket_id, excluded.is_public, excluded.vector)`

const written = sql`
    search_row as (
      select * from json_to_recordset(${sql.placeholder('searchRows')}::json) as given
        (n bigint, ticket_id uuid, message_id uuid, part search_part, is_public boolean, vector text, at timestamptz)
    ), row_of_message as (
      insert into ${searchRows} as known (n, ticket_id, message_id, part, is_public, vector, at)
      select n, ticket_id, message_id, part, is_public, vector::tsvector, at from search_row where message_id is not null
      on conflict (message_id) do update set ${taken}
    ), row_of_ticket as (
      insert into ${searchRows} as known (n, ticket_id, message_id, part, is_public, vector, at)
      select n, ticket_id, message_id, part, is_public, vector::tsvector, at from search_row where message_id is null
      on conflict (ticket_id, part) where message_id is null do update set ${taken}
    )`

const alone = preparedSql('write_search_rows', () => sql`with ${written} select`)
