import type { mailboxes } from '@gotrs/db/tables/mailboxes'

type Row = typeof mailboxes.$inferSelect
type Smtp = NonNullable<Row['smtp']>
type Imap = NonNullable<Row['imap']>

/** As they were stored before there was another way to log in, and before mail could be moved. */
type Older<T> = Omit<T, 'auth' | 'moveTo'> & Partial<Pick<T, Extract<keyof T, 'auth' | 'moveTo'>>>

export function imapOf(stored: Older<Imap> | null): Imap | null {
  return stored && { ...stored, auth: stored.auth ?? 'password', moveTo: stored.moveTo ?? '' }
}

export function smtpOf(stored: Older<Smtp> | null): Smtp | null {
  return stored && { ...stored, auth: stored.auth ?? 'password' }
}
