import type { Db } from '@gotrs/db/client'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { getTableColumns, sql } from 'drizzle-orm'
import { preparedSql } from '../kernel/prepared.ts'

type Row = typeof outboundMails.$inferInsert
type Recipient = typeof outboundRecipients.$inferInsert

const mailColumns = getTableColumns(outboundMails)
const recipientColumns = getTableColumns(outboundRecipients)
/** By name: a column that a later version adds gets its default from a process of this one. */
const namesOf = (columns: Record<string, { name: string }>) =>
  sql.join(
    Object.values(columns).map(it => sql.identifier(it.name)),
    sql`, `,
  )
const mailNames = namesOf(mailColumns)
const recipientNames = namesOf(recipientColumns)

const insertion = preparedSql<{ id: string }>(
  'insert_outbound_mail',
  () => sql`
    with mail as (
      insert into ${outboundMails} (${mailNames})
      select ${mailNames} from json_populate_record(null::${outboundMails}, ${sql.placeholder('row')}::json) given
      on conflict do nothing returning id
    ), recipient as (
      insert into ${outboundRecipients} (${recipientNames})
      select ${recipientNames} from mail
      cross join json_populate_recordset(null::${outboundRecipients}, ${sql.placeholder('recipients')}::json) recipient
    )
    select id from mail`,
)

/** The mail and its recipients. False, and nothing is written, where a mail with its `dedupeKey` was written before. */
export async function insertMail(db: Db, row: Row, recipients: readonly Recipient[]): Promise<boolean> {
  const rows = await insertion.run(db, {
    row: JSON.stringify(inColumns(mailColumns, { status: 'queued', attempts: 0, ...row })),
    recipients: JSON.stringify(recipients.map(it => inColumns(recipientColumns, it))),
  })
  return rows.length > 0
}

const inColumns = (columns: Record<string, { name: string }>, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(columns).map(([key, { name }]) => [name, storable(values[key])]))

/** Postgres rejects half of a surrogate pair in JSON. */
const storable = (value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)
