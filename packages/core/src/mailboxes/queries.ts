import type { Mailbox } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { queues } from '@gotrs/db/tables/people'
import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'

const maxMailboxes = 200

/** At most 200, by name; passwords stay where they are. */
export function listMailboxes(reader: Reader): Promise<Mailbox[]> {
  return select(reader, sql`true`)
}

export async function readMailbox(reader: Reader, mailboxId: string): Promise<Mailbox | null> {
  const [found] = await select(reader, eq(mailboxes.id, mailboxId))
  return found ?? null
}

async function select(reader: Reader, condition: SQL): Promise<Mailbox[]> {
  const rows = await reader.db
    .select({ mailbox: mailboxes, queue: { id: queues.id, name: queues.name } })
    .from(mailboxes)
    .innerJoin(queues, eq(queues.id, mailboxes.queueId))
    .where(condition)
    .orderBy(asc(mailboxes.name))
    .limit(maxMailboxes)
  return rows.map(toMailbox)
}

type Row = { mailbox: typeof mailboxes.$inferSelect; queue: Mailbox['queue'] }

function toMailbox({ mailbox, queue }: Row): Mailbox {
  const { id, name, address, aliases, displayName, isActive, imap, smtp } = mailbox
  return {
    id,
    name,
    address,
    aliases,
    displayName,
    queue,
    isActive,
    imap: imap && { ...imap, hasPassword: mailbox.imapPassword !== null },
    smtp: smtp && { ...smtp, hasPassword: mailbox.smtpPassword !== null },
    state: {
      lastReadAt: mailbox.lastReadAt?.toISOString() ?? null,
      lastError: mailbox.lastError,
      lastErrorAt: mailbox.lastErrorAt?.toISOString() ?? null,
    },
  }
}
