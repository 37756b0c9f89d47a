import { DeskError } from '@gotrs/contract/errors'
import { type CreateMailboxInput, createMailboxInput, type Mailbox } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { queues } from '@gotrs/db/tables/people'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { missingReference } from '../kernel/missing-reference.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isReadByImap, maxImapMailboxes, passwordPurpose } from './accounts.ts'
import { oauthValues, requireCompleteOAuth } from './oauth-values.ts'
import { readMailbox } from './queries.ts'
import { type GivenAccount, requirePasswordAgain } from './require-secret-again.ts'
import { isSameFolder } from './same-folder.ts'

type Input = z.output<typeof createMailboxInput>
type Row = typeof mailboxes.$inferSelect

/**
 * Writes a new mailbox, or every field of a stored one. The caller holds the lock of `lockMailboxes`. A secret left out
 * keeps the stored one, for the same account on the same server.
 * @throws DeskError `already_exists` where its name or one of its addresses belongs to another mailbox, `invalid_input`
 * where a stored password would be sent to another server
 */
export async function writeMailbox(uow: UnitOfWork, stored: Row | null, given: CreateMailboxInput): Promise<Mailbox> {
  const input = createMailboxInput.parse(given)
  const id = stored?.id ?? uow.newId()
  await rejectUnusable(uow, id, input)
  await rejectTooMany(uow, id, input)
  requirePasswordAgain(stored, input)
  requireCompleteOAuth(stored, input)
  rejectCircle(input)
  rejectFuture(input, uow.now)
  const values = {
    ...{ ...settings(input), ...accounts(uow, id, input, stored), ...oauthValues(uow, id, input, stored) },
    ...reading(uow, input, stored),
  }
  if (stored) await uow.db.update(mailboxes).set(values).where(eq(mailboxes.id, id))
  else await uow.db.insert(mailboxes).values({ id, createdAt: uow.now, ...values })
  uow.emit(stored ? 'mailbox.updated' : 'mailbox.created', { mailboxId: id })
  return readMailbox(uow, id)
}

/** Two admins must not give one address to two mailboxes at the same time: aliases have no unique key. */
export const lockMailboxes = (uow: UnitOfWork) =>
  uow.db.execute(sql`select pg_advisory_xact_lock(hashtext('gotrs:mailboxes'))`)

async function rejectUnusable(uow: UnitOfWork, id: string, input: Input): Promise<void> {
  const [queue] = await uow.db.select({ id: queues.id }).from(queues).where(eq(queues.id, input.queueId))
  if (!queue) throw missingReference('queueId', 'queue')
  rejectLongName(input.address)
  const addresses = [input.address, ...input.aliases]
  const [other] = await uow.db
    .select({ name: mailboxes.name })
    .from(mailboxes)
    .where(and(ne(mailboxes.id, id), or(eq(mailboxes.name, input.name), holdsAny(addresses))))
    .limit(1)
  if (other)
    throw new DeskError('already_exists', {
      field: other.name === input.name ? 'name' : 'address',
      mailbox: other.name,
    })
}

const holdsAny = (addresses: string[]) =>
  sql`array_append(${mailboxes.aliases}, ${mailboxes.address}) && ${sql.param(addresses)}::citext[]`

/** The name must leave room for the longest signed reply address, that of a notification (RFC 5321, section 4.5.3.1.1). */
function rejectLongName(address: string): void {
  try {
    signAgentAddress({
      mailboxAddress: address,
      ticketId: '',
      ticketNumber: 2_147_483_647,
      secret: Buffer.alloc(32),
      agentId: '',
      audience: 'note',
      issuedAt: new Date(),
    })
  } catch {
    throw new DeskError('invalid_input', { field: 'address', reason: 'the part before the @ is too long' })
  }
}

/** The mail-worker reads no more than this. */
async function rejectTooMany(uow: UnitOfWork, id: string, { isActive, imap }: Input): Promise<void> {
  if (!isActive || !imap) return
  const others = await uow.db.$count(mailboxes, and(ne(mailboxes.id, id), isReadByImap))
  if (others < maxImapMailboxes) return
  const message = `the desk reads at most ${maxImapMailboxes} active mailboxes by IMAP. Switch one off first`
  throw new DeskError('invalid_input', { issues: [{ path: 'imap', message }] })
}

/** Mail that arrives before that time would count as old and not be imported. Allows for a clock that is a few minutes fast. */
function rejectFuture({ takesMailFrom }: Input, now: Date): void {
  if (takesMailFrom === undefined || Date.parse(takesMailFrom) - now.getTime() < 10 * 60_000) return
  const message = 'must not be in the future: mail that arrives before it would not be imported'
  throw new DeskError('invalid_input', { issues: [{ path: 'takesMailFrom', message }] })
}

/** Mail that is moved into the folder that the desk reads would be imported again. */
function rejectCircle({ imap }: Input): void {
  if (!imap || imap.moveTo === '' || !isSameFolder(imap.moveTo, imap.folder)) return
  const message = 'must differ from the folder that the desk reads'
  throw new DeskError('invalid_input', { issues: [{ path: 'imap.moveTo', message }] })
}

function settings(input: Input) {
  const { name, address, displayName, queueId, isActive, signature, hourlyLimit, authservId } = input
  const { olderMail, acknowledges, spamFilters } = input
  const aliases = [...new Set(input.aliases)].filter(it => it !== address)
  return {
    ...{ name, address, aliases, displayName, queueId, isActive, signature, hourlyLimit, authservId },
    ...{ olderMail, acknowledges, spamFilters },
  }
}

function accounts(uow: UnitOfWork, id: string, input: Input, stored: Row | null) {
  const sealed = (kind: 'imap' | 'smtp') => {
    const account = input[kind]
    if (!account || account.auth === 'oauth2' || account.user === '') return null
    if (account.password !== undefined) return uow.vault.seal(passwordPurpose(id, kind), account.password)
    return stored?.[`${kind}Password`] ?? null
  }
  return {
    imap: input.imap && withoutPassword(input.imap),
    imapPassword: sealed('imap'),
    smtp: input.smtp && withoutPassword(input.smtp),
    smtpPassword: sealed('smtp'),
  }
}

function withoutPassword<T extends GivenAccount>({ password: _, ...account }: T): Omit<T, 'password'> {
  return account
}

/** From when mail is new, and where reading continues: all mail of another account counts as old. */
function reading({ now }: UnitOfWork, input: Input, stored: Row | null) {
  const isOtherFolder = readsOtherFolder(input, stored)
  const kept = stored && !isOtherFolder ? stored.takesMailFrom : now
  const takesMailFrom = input.takesMailFrom === undefined ? kept : new Date(input.takesMailFrom)
  if (isOtherFolder) return { takesMailFrom, uidValidity: null, lastUid: 0, lastError: null, lastErrorAt: null }
  const takesMore = stored?.olderMail === 'none' && (input.olderMail !== 'none' || takesMailFrom < stored.takesMailFrom)
  // The reader looks again at mail that it skipped; the ledger knows the mail that it has.
  return { takesMailFrom, ...(takesMore ? { uidValidity: null, lastUid: 0 } : {}) }
}

/** Another server, account or folder counts from one again (RFC 9051, section 2.3.1.1). */
function readsOtherFolder(input: Input, stored: Row | null): boolean {
  const before = stored?.imap
  const now = input.imap
  return before?.host !== now?.host || before?.user !== now?.user || before?.folder !== now?.folder
}
