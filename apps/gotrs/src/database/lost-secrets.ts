import { createVault, type Vault } from '@gotrs/core/kernel/vault'
import { passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { oauthPurpose } from '@gotrs/core/mailboxes/oauth/purposes'
import { secretPurpose } from '@gotrs/core/webhooks/secret'
import { createPool, type Db, dbOf } from '@gotrs/db/client'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { webhooks } from '@gotrs/db/tables/webhooks'

const limit = 200

/** What was stored under another SECRET_KEY, by name: mailboxes' accounts and webhooks, the first two hundred of each. */
export async function lostSecrets(databaseUrl: string, secretKey: string): Promise<string[]> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'gotrs secret key' })
  try {
    const [db, vault] = [dbOf(pool), createVault(secretKey)]
    return [...(await lostMailboxes(db, vault)), ...(await lostWebhooks(db, vault))]
  } finally {
    await pool.end()
  }
}

/** What to do about them, in a sentence; null where nothing is lost. */
export function lostSecretsText(lost: readonly string[]): string | null {
  if (lost.length === 0) return null
  const named = lost.slice(0, 5).join(', ')
  const more = lost.length > 5 ? ` and ${lost.length - 5} more` : ''
  return (
    `SECRET_KEY is not the one that the secrets of ${named}${more} were stored with: start with the former key ` +
    '(with the embedded database it is the file secret-key in DATA_DIR), or enter these secrets anew in the settings.'
  )
}

async function lostMailboxes(db: Db, vault: Vault): Promise<string[]> {
  const rows = await db.select().from(mailboxes).limit(limit)
  return rows
    .filter(row => {
      const sealed: [string, Buffer | null][] = [
        [passwordPurpose(row.id, 'imap'), row.imapPassword],
        [passwordPurpose(row.id, 'smtp'), row.smtpPassword],
        [oauthPurpose(row.id, 'client secret'), row.oauthClientSecret],
        [oauthPurpose(row.id, 'refresh token'), row.oauthRefreshToken],
      ]
      return sealed.some(([purpose, bytes]) => bytes !== null && !opens(vault, purpose, bytes))
    })
    .map(row => `mailbox ${row.name}`)
}

async function lostWebhooks(db: Db, vault: Vault): Promise<string[]> {
  const columns = { id: webhooks.id, name: webhooks.name, secret: webhooks.secret }
  const rows = await db.select(columns).from(webhooks).limit(limit)
  return rows.filter(row => !opens(vault, secretPurpose(row.id), row.secret)).map(row => `webhook ${row.name}`)
}

function opens(vault: Vault, purpose: string, sealed: Buffer): boolean {
  try {
    vault.open(purpose, sealed)
    return true
  } catch {
    return false
  }
}
