import type { Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { sql } from 'drizzle-orm'
import { preparedSql } from '../../kernel/prepared.ts'
import { revisionOfRecipients } from '../../mailboxes/own-addresses.ts'
import { type ArrivalRate, countRates, longestWait, ratesAt } from './arrival-rate.ts'
import { processAttempts, processTask } from './process-job.ts'

type Row = typeof inboundMails.$inferSelect

const written = [
  ...([
    'id',
    'mailboxId',
    'source',
    'uidValidity',
    'uid',
    'rfcMessageId',
    'threadIds',
    'writtenAt',
    'arrivedAt',
  ] as const),
  ...([
    'older',
    'sha256',
    'size',
    'blobKey',
    'fromAddress',
    'fromName',
    'subject',
    'envelopeFrom',
    'envelopeTo',
  ] as const),
  ...(['clientAddress', 'clientName', 'receivedAt'] as const),
]

/**
 * `cursor`: how far the cursor of its mailbox moves with it, within this UIDVALIDITY. `revision`: what its mailbox accepted
 * when its recipient was looked up; if that has changed since, no mail is inserted. Null where nobody looked it up.
 */
export type NewMail = Pick<Row, (typeof written)[number]> & {
  cursor: { uidValidity: bigint; uid: number } | null
  revision: string | null
}

const names = written.map(key => sql.identifier(inboundMails[key].name))
const columns = sql.join(names, sql`, `)
const givenColumns = sql.join(
  names.map(name => sql`(row).${name}`),
  sql`, `,
)

/**
 * Rows, what they count towards rates, cursors, and the jobs that read the mails: all in one statement, and so all or
 * nothing. A mail that the ledger has already, or whose place is taken, inserts nothing; unless one is new, nothing is
 * counted. Cursors move only forwards, and only within one UIDVALIDITY: with a new one the reader starts again.
 */
const insertion = preparedSql<{ id: string } & InsertedMail>(
  'insert_inbound_mails',
  () => sql`
    with given as materialized (
      select json_populate_record(null::${inboundMails}, entry) as row, (entry ->> 'cursor_validity')::bigint as validity,
        (entry ->> 'cursor_uid')::bigint as uid, entry ->> 'revision' as revision
      from json_array_elements(${sql.placeholder('rows')}::json) as entry
    ), counted as (${countRates(sql`exists (select from given where not exists (
        select from ${inboundMails} known where known.mailbox_id = (row).mailbox_id
          and known.rfc_message_id = (row).rfc_message_id and known.sha256 = (row).sha256)
      and not exists (
        select from ${inboundMails} known where known.mailbox_id = (row).mailbox_id
          and known.uid_validity = (row).uid_validity and known.uid = (row).uid))`)}
    ), wait as (${longestWait}
    ), inserted as (
      insert into ${inboundMails} (${columns}, reason)
      select ${givenColumns}, (select reason from wait) from given where not exists (
        select from given checked join ${mailboxes} on ${mailboxes.id} = (checked.row).mailbox_id
        where checked.revision <> ${revisionOfRecipients}) on conflict do nothing returning id, mailbox_id
    ), moved as (
      update ${mailboxes} box set last_uid = greatest(box.last_uid, given.uid)
      from given join inserted on inserted.id = (row).id
      where box.id = (row).mailbox_id and box.uid_validity = given.validity
    )
    select inserted.id, exists (select from wait) as "waits",
      (select box.authserv_id from ${mailboxes} box where box.id = inserted.mailbox_id) as "authservId",
      case when ${sql.placeholder('hasJob')}::boolean or exists (select from wait) then (graphile_worker.add_job(
      identifier => ${processTask}::text, payload => json_build_object('inboundMailId', inserted.id),
      job_key => 'inbound:' || inserted.id, max_attempts => ${processAttempts}::integer,
      run_at => coalesce(${sql.placeholder('clock')}::timestamptz + (select ms from wait) * interval '1 millisecond', now())
    )).id end as job
    from inserted`,
)

export type Insertion = {
  mails: NewMail[]
  rates: readonly ArrivalRate[]
  now: Date
  /** A job reads them; those above a rate always have one. */
  hasJob: boolean
}

/** `waits`: for its rate. `authservId`: the server whose results on the sender its mailbox trusts. */
export type InsertedMail = { waits: boolean; authservId: string | null }

/** Those that were inserted, by id. */
export async function insertMails(
  db: Db,
  { mails, rates, now, hasJob }: Insertion,
): Promise<Map<string, InsertedMail>> {
  // The clock of the jobs is that of the machine.
  const values = { ...ratesAt(rates, now), hasJob, clock: new Date(), rows: JSON.stringify(mails.map(toRow)) }
  const rows = await insertion.run(db, values)
  return new Map(rows.map(({ id, ...inserted }) => [id, inserted]))
}

const toRow = ({ cursor, revision, ...mail }: NewMail) => ({
  revision,
  ...Object.fromEntries(written.map(key => [inboundMails[key].name, textOf(mail[key])])),
  cursor_validity: textOf(cursor?.uidValidity),
  cursor_uid: cursor?.uid,
})

const textOf = (value: unknown) => (typeof value === 'bigint' ? String(value) : value)
