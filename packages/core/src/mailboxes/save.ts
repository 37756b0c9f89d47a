import { DeskError } from '@gotrs/contract/errors'
import { type Mailbox, type SaveMailboxInput, saveMailboxInput } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { queues } from '@gotrs/db/tables/people'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { missingReference } from '../kernel/missing-reference.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isReadByImap, maxImapMailboxes, passwordPurpose } from './accounts.ts'
import { oauthValues, requireCompleteOAuth } from './oauth-values.ts'
import { readMailbox } from './queries.ts'
import { exposesStoredPassword, type GivenAccount } from './require-secret-again.ts'
import { isSameFolder } from './same-folder.ts'

type Input = z.output<typeof saveMailboxInput>
type Row = typeof mailboxes.$inferSelect

/**
 * Makes a mailbox or changes one. A secret left out keeps the stored one, for the same account on the same server.
 * @throws DeskError `already_exists` where its name or one of its addresses belongs to another mailbox, `invalid_input`
 * where the stored password would go somewhere else
 */
export async function saveMailbox(uow: UnitOfWork, given: SaveMailboxInput): Promise<Mailbox> {
  requireGrant(uow, 'mailbox.manage')
  const input = saveMailboxInput.parse(given)
  // Two people who save at once must not both take an address: aliases have no unique key.
  await uow.db.execute(sql`select pg_advisory_xact_lock(hashtext('gotrs:mailboxes'))`)
  const stored = input.mailboxId === undefined ? null : await loadMailbox(uow, input.mailboxId)
  const id = stored?.id ?? uow.newId()
  await refuseUnusable(uow, id, input)
  await refuseTooMany(uow, id, input)
  requirePasswordAgain(stored, input)
  requireCompleteOAuth(stored, input)
  refuseCircle(input)
  refuseFuture(input, uow.now)
  const values = {
    ...{ ...settings(input), ...accounts(uow, id, input, stored), ...oauthValues(uow, id, input, stored) },
    ...reading(uow, input, stored),
  }
  if (stored) await uow.db.update(mailboxes).set(values).where(eq(mailboxes.id, id))
  else await uow.db.insert(mailboxes).values({ id, createdAt: uow.now, ...values })
  uow.emit('mailbox.saved', { mailboxId: id })
  return readMailbox(uow, id)
}

async function loadMailbox(uow: UnitOfWork, mailboxId: string): Promise<Row> {
  const [row] = await uow.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId)).for('update')
  if (!row) throw new DeskError('not_found', { mailboxId })
  return row
}

async function refuseUnusable(uow: UnitOfWork, id: string, input: Input): Promise<void> {
  const [queue] = await uow.db.select({ id: queues.id }).from(queues).where(eq(queues.id, input.queueId))
  if (!queue) throw missingReference('queueId', 'queue')
  refuseLongName(input.address)
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

/** Every notification carries a signed reply address, the longest there is: the name must leave room for it (RFC 5321, section 4.5.3.1.1). */
function refuseLongName(address: string): void {
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

/** More would be read by nobody. */
async function refuseTooMany(uow: UnitOfWork, id: string, { isActive, imap }: Input): Promise<void> {
  if (!isActive || !imap) return
  const others = await uow.db.$count(mailboxes, and(ne(mailboxes.id, id), isReadByImap))
  if (others < maxImapMailboxes) return
  const message = `the desk reads at most ${maxImapMailboxes} active mailboxes by IMAP. Switch one off first`
  throw new DeskError('invalid_input', { issues: [{ path: 'imap', message }] })
}

/** @throws DeskError `invalid_input` where a stored password would go somewhere else */
export function requirePasswordAgain(stored: Row | null, input: Pick<Input, 'imap' | 'smtp'>): void {
  for (const kind of ['imap', 'smtp'] as const) {
    const now = input[kind]
    if (!now || !exposesStoredPassword(stored, kind, now)) continue
    const message = 'enter the password again: the stored one is for another server'
    throw new DeskError('invalid_input', { issues: [{ path: `${kind}.password`, message }] })
  }
}

/** New mail would be old until then, and stay outside. A clock may be a few minutes fast. */
function refuseFuture({ takesMailFrom }: Input, now: Date): void {
  if (takesMailFrom === undefined || Date.parse(takesMailFrom) - now.getTime() < 10 * 60_000) return
  const message = 'must not be in the future: mail that arrives before it would not be imported'
  throw new DeskError('invalid_input', { issues: [{ path: 'takesMailFrom', message }] })
}

/** What is moved into the folder that is read comes back as new. */
function refuseCircle({ imap }: Input): void {
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

/** From when mail is new, and from where it is read: all of another account is its past until now. */
function reading({ now }: UnitOfWork, input: Input, stored: Row | null) {
  const isElsewhere = readsElsewhere(input, stored)
  const kept = stored && !isElsewhere ? stored.takesMailFrom : now
  const takesMailFrom = input.takesMailFrom === undefined ? kept : new Date(input.takesMailFrom)
  if (isElsewhere) return { takesMailFrom, uidValidity: null, lastUid: 0, lastError: null, lastErrorAt: null }
  const takesMore = stored?.olderMail === 'none' && (input.olderMail !== 'none' || takesMailFrom < stored.takesMailFrom)
  // What was passed over is looked at again; what is in the ledger is known there.
  return { takesMailFrom, ...(takesMore ? { uidValidity: null, lastUid: 0 } : {}) }
}

/** Another server, account or folder counts from one again (RFC 9051, section 2.3.1.1). */
function readsElsewhere(input: Input, stored: Row | null): boolean {
  const before = stored?.imap
  const now = input.imap
  return before?.host !== now?.host || before?.user !== now?.user || before?.folder !== now?.folder
}
