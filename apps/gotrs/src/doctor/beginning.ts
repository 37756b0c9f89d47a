import { createPool } from '@gotrs/db/client'
import { type Finding, fine, trouble } from './finding.ts'

export const firstAdminCommand = 'gotrs user create --email you@your.example --name "Your Name" --role admin'

/** Checks for the two things that a new desk without demo data lacks. */
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

/** Is there an admin who can set up the desk, and a mailbox for mail? */
export async function checkBeginning(databaseUrl: string): Promise<Finding[]> {
  const { hasAdmin, hasMailbox } = await inspectBeginning(databaseUrl)
  return [
    hasAdmin
      ? fine('Admin', 'exists')
      : trouble('Admin', `there is no active admin: create one with ${firstAdminCommand}`),
    hasMailbox
      ? fine('Mailbox', 'an active one exists')
      : trouble(
          'Mailbox',
          'there is no active mailbox, so GOTRS receives and sends no mail: add one under Settings, Mailboxes.',
        ),
  ]
}
