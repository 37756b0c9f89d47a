import type { World } from '@gotrs/core/testing/world'

/** The kind of a line of `listAccess`. */
export type Kind =
  | 'account'
  | 'staff'
  | 'password'
  | 'organisation'
  | 'queue'
  | 'credential'
  | 'connection'
  | 'ticket'
  | 'mail'

/**
 * Everything that lets a person or an address read, write or receive something, and every mail that waits to be sent or
 * filed: one line each, which begins with its kind. A line that a call adds is access that somebody gained by it.
 */
export async function listAccess(pool: World['pool']): Promise<Set<string>> {
  const { rows } = await pool.query<{ line: string }>(access)
  return new Set(rows.map(({ line }) => line))
}

const access = `
  select 'account ' || id as line from users where is_active
  union all select 'staff ' || id || ' ' || role from users where is_active and role <> 'customer'
  union all select 'password ' || id || ' ' || password_hash from users where is_active and password_hash is not null
  union all select 'account ' || user_id || ' by ' || address from user_addresses
  union all select 'organisation ' || u.id || ' ' || o.id from users u
    join organisations o on o.id = u.organisation_id and o.is_shared where u.is_active
  union all select 'organisation ' || domain || ' ' || organisation_id from organisation_domains
  union all select 'queue ' || queue_id || ' ' || user_id from queue_members
  union all select 'credential ' || id from api_tokens where revoked_at is null
  union all select 'credential ' || id from token_families where revoked_at is null
  union all select 'credential ' || id_hash from sessions
  union all select 'connection ' || id || ' ' || url || ' ' || md5(secret_encrypted) || coalesce(md5(old_secret_encrypted), '') || event_types::text from webhooks where is_active
  union all select 'connection ' || id || ' ' || md5(row(address, aliases, imap, smtp, queue_id, is_active)::text) from mailboxes
  union all select 'connection ' || webhook_id || ' receives ' || event_id from webhook_deliveries where status = 'waiting'
  union all select 'ticket ' || ticket_id || ' in copy ' || user_id from ticket_participants
  union all select 'ticket ' || id || ' of ' || customer_id from tickets
  union all select 'ticket ' || id || ' assigned to ' || assignee_id from tickets where assignee_id is not null
  union all select 'ticket ' || id || ' in ' || queue_id from tickets
  union all select 'mail ' || id || ' leaves' from outbound_mails where status in ('queued', 'unknown') and next_attempt_at is not null
  union all select 'mail ' || id || ' is filed' from inbound_mails where state = 'received'
  union all select 'mail ' || id || ' is filed' from messages where inbound_mail_id is not null`

/** The kinds of the lines that are new in `after`. */
export const gained = (before: ReadonlySet<string>, after: ReadonlySet<string>): Kind[] =>
  [...new Set([...after].filter(line => !before.has(line)).map(line => line.split(' ')[0] as Kind))].sort()
