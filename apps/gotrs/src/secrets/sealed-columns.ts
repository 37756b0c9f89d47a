import { passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { oauthPurpose } from '@gotrs/core/mailboxes/oauth/purposes'
import { secretPurpose } from '@gotrs/core/webhooks/secret'
import type { createPool } from '@gotrs/db/client'

export type SealedColumn = {
  table: 'mailboxes' | 'webhooks'
  column: string
  /** The word for the row that the secret belongs to, for people. */
  noun: string
  purposeOf(id: string): string
  /** The desk renews it by itself if it is lost. */
  isTransient?: boolean
}

/** Every column with secrets that SECRET_KEY encrypts. A test compares it with the schema, so that no column is missing. */
export const sealedColumns: readonly SealedColumn[] = [
  mailboxColumn('imap_password_encrypted', id => passwordPurpose(id, 'imap')),
  mailboxColumn('smtp_password_encrypted', id => passwordPurpose(id, 'smtp')),
  mailboxColumn('oauth_client_secret_encrypted', id => oauthPurpose(id, 'client secret')),
  mailboxColumn('oauth_refresh_token_encrypted', id => oauthPurpose(id, 'refresh token')),
  { ...mailboxColumn('oauth_access_token_encrypted', id => oauthPurpose(id, 'access token')), isTransient: true },
  { table: 'webhooks', column: 'secret_encrypted', noun: 'webhook', purposeOf: secretPurpose },
  { table: 'webhooks', column: 'old_secret_encrypted', noun: 'webhook', purposeOf: secretPurpose },
]

function mailboxColumn(column: string, purposeOf: SealedColumn['purposeOf']): SealedColumn {
  return { table: 'mailboxes', column, noun: 'mailbox', purposeOf }
}

export type SealedRow = { id: string; name: string; sealed: Buffer }
export type Querying = Pick<ReturnType<typeof createPool>, 'query'>

const batchSize = 500

/** All values of a column, in batches. `isLocking`: nobody can change them until the transaction ends. */
export async function* sealedRows(
  db: Querying,
  { table, column }: SealedColumn,
  { isLocking = false } = {},
): AsyncGenerator<SealedRow> {
  let after: string | null = null
  for (;;) {
    const { rows }: { rows: SealedRow[] } = await db.query(
      `select id, name::text as name, ${column} as sealed from ${table}
       where ${column} is not null and ($1::uuid is null or id > $1) order by id limit ${batchSize}
       ${isLocking ? 'for update' : ''}`,
      [after],
    )
    yield* rows
    after = rows.at(-1)?.id ?? null
    if (rows.length < batchSize) return
  }
}
