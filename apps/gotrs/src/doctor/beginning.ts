import { createPool } from '@gotrs/db/client'
import { type Finding, fine, trouble } from './finding.ts'

export const firstAdminCommand = 'gotrs user create --email you@your.example --name "Your Name" --role admin'

/** What a desk without demo data lacks at first. */
export async function inspectBeginning(databaseUrl: string): Promise<{ hasAdmin: boolean; hasMailbox: boolean }> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'gotrs' })
  try {
    const { rows } = await pool.query<{ hasAdmin: boolean; hasMailbox: boolean }>(
      `select exists (select from users where role = 'admin' and is_active) as "hasAdmin",
        exists (select from mailboxes where is_active) as "hasMailbox"`,
    )
    return rows[0] ?? { hasAdmin: false, hasMailbox: false }
  } finally {
    await pool.end()
  }
}

/** Is there somebody who can set the desk up, and an address that mail goes out from? */
export async function checkBeginning(databaseUrl: string): Promise<Finding[]> {
  const { hasAdmin, hasMailbox } = await inspectBeginning(databaseUrl)
  return [
    hasAdmin
      ? fine('Admin', 'there is one')
      : trouble('Admin', `there is none who is active: make one with ${firstAdminCommand}`),
    hasMailbox
      ? fine('Mailbox', 'there is an active one')
      : trouble('Mailbox', 'none is active, so no mail comes in or leaves: add one under Settings, Mailboxes.'),
  ]
}
