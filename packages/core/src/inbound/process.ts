import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { and, eq, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { reachPoint } from '../mailboxes/crash-points.ts'
import { authenticateMail } from './authenticate.ts'
import { authenticateAside, isAskedAside } from './authenticate-aside.ts'
import { comeAgain, dnsDeadlineOf, mayStillWait, takeBackTry, unansweredReason, waitForDns } from './come-again.ts'
import { isOfMachine } from './failures.ts'
import { fileMail } from './filing/file-mail.ts'
import type { LedgerRow } from './filing/filing.ts'
import type { FiledOutcome } from './filing/outcome.ts'
import { headerColumns } from './header-columns.ts'
import { processAttempts, processTask } from './ledger.ts'
import { hasToQueue, type MailToRead, readMailInThread, UnreadableMailError } from './parse-thread.ts'
import { quarantine } from './quarantine.ts'
import type { ReadMail } from './read-mail.ts'
import { filesOf, withFiles } from './unused-files.ts'

const maxTries = 3

/**
 * `stepsAside`: a mail whose DNS is slow comes again rather than waits here. `dnsDeadline`: until then it waits for DNS;
 * null where it has not waited yet.
 */
type Patience = { stepsAside: boolean; dnsDeadline: Date | null }

/** Reads a mail of the ledger and files it. Done twice, it does nothing the second time. */
export const processInboundMailTask: Task = {
  name: processTask,
  maxAttempts: processAttempts,
  async run(desk, payload) {
    const how = { stepsAside: true, dnsDeadline: dnsDeadlineOf(payload) }
    await processInboundMail(desk, String(payload.inboundMailId), how)
  },
}

/**
 * One try. What is wrong with the mail itself ends in quarantine at the third try, with the reason and the raw bytes;
 * what is wrong with the machine (Postgres away, disk full) is thrown and never counts against the mail.
 */
export async function processInboundMail(
  desk: Kernel,
  inboundMailId: string,
  how: Partial<Patience> = {},
): Promise<void> {
  const row = await startTry(desk, inboundMailId)
  if (!row) return
  if (row.attempts > processAttempts) return keepBack(desk, row, 'Reading it ended the program, again and again.')
  if (row.blobKey === null) return keepBack(desk, row, 'Its bytes are gone.')
  const mail = mailToRead(row, row.blobKey)
  const { stepsAside, dnsDeadline }: Patience = { stepsAside: false, dnsDeadline: null, ...how }
  if (hasToQueue(mail) || (stepsAside && isAskedAside(row.id))) return comeAgain(desk, row, dnsDeadline)
  // Before it is read, because an outage may hold up many mails, each of which comes again several times.
  if (mayStillWait(dnsDeadline) && (await desk.dns.isAway())) return waitForDns(desk, row, dnsDeadline)
  try {
    const isOver = await readAndFile(desk, row, mail, { stepsAside, dnsDeadline })
    if (!isOver) await comeAgain(desk, row, dnsDeadline)
  } catch (error) {
    if (isOfMachine(error)) {
      await takeBackTry(desk, row).catch(() => {})
      throw error
    }
    const isFinal = error instanceof UnreadableMailError && error.isFinal
    if (!isFinal && row.attempts < maxTries) throw error
    desk.log.error({ err: error, inboundMailId }, 'a mail cannot be read and is kept in quarantine')
    await keepBack(desk, row, error instanceof Error ? error.message : String(error))
  }
}

export const mailToRead = ({ size, envelopeTo, attempts }: LedgerRow, blobKey: string): MailToRead => ({
  blobKey,
  size,
  envelopeTo,
  isSuspect: attempts > 1,
})

/** Counted before anything is tried, so that a mail that kills the process is found out too. */
async function startTry(desk: Kernel, id: string): Promise<LedgerRow | null> {
  const [row] = await desk.db
    .update(inboundMails)
    .set({ attempts: sql`${inboundMails.attempts} + 1` })
    .where(and(eq(inboundMails.id, id), eq(inboundMails.state, 'received')))
    .returning()
  return row ?? null
}

async function keepBack(desk: Kernel, row: LedgerRow, reason: string): Promise<void> {
  const cause = [`mail:${row.id}`]
  await desk.run(systemActor('mail'), uow => quarantine(uow, row.id, reason), { cause })
}

/** False: it comes again, since DNS is still being asked. */
async function readAndFile(
  desk: Kernel,
  row: LedgerRow,
  mail: MailToRead,
  { stepsAside, dnsDeadline }: Patience,
): Promise<boolean> {
  const read = await readMailInThread(desk.blobs.folder, mail)
  // What waits for DNS holds no more of a mail in memory than that needs.
  const head = { ...read, mail: { ...read.mail, text: '', html: null, attachments: [] } }
  const ask = () => authenticateMail(desk, row, head, mail.blobKey)
  const found = stepsAside ? await authenticateAside(row.id, ask) : await ask()
  if (found === null) return false
  const { authentication, isWithoutDns } = found
  const mayWait = isWithoutDns && (dnsDeadline === null || mayStillWait(dnsDeadline))
  const isUnchecked = isWithoutDns && authentication.verdict === 'unknown'
  const checked = isUnchecked ? { ...authentication, reason: unansweredReason } : authentication
  await withFiles(desk, row.id, filesOf(read), () =>
    mayWait
      ? waitForDns(desk, row, dnsDeadline)
      : desk.run(systemActor('mail'), uow => fileOnce(uow, row.id, read, checked), { cause: [`mail:${row.id}`] }),
  )
  return true
}

async function fileOnce(
  uow: UnitOfWork,
  id: string,
  read: ReadMail,
  authentication: SenderAuthentication,
): Promise<void> {
  const [locked] = await uow.db.select().from(inboundMails).where(eq(inboundMails.id, id)).for('update')
  if (locked?.state !== 'received') return
  const filed = await fileMail(uow, locked, read, authentication)
  await noteOutcome(uow, id, filed, read.mail)
  reachPoint('mail filed')
}

async function noteOutcome(uow: UnitOfWork, id: string, filed: FiledOutcome, mail: ReadMail['mail']) {
  const { outcome, reason, rule, ticketId, authentication, automaticKind = null } = filed
  const isKeptBack = outcome === 'quarantined'
  const done = isKeptBack ? {} : { state: 'done' as const, outcome, reason, rule, ticketId, processedAt: uow.now }
  await uow.db
    .update(inboundMails)
    .set({
      ...done,
      ...headerColumns(mail),
      automaticKind,
      parserVersion: mail.parserVersion,
      senderVerdict: authentication.verdict,
      verdictReason: authentication.reason,
      authentication: authentication.results,
    })
    .where(eq(inboundMails.id, id))
  if (isKeptBack) await quarantine(uow, id, reason)
}

export type MailOutcome = { outcome: string | null; reason: string | null; ticketNumber: number | null }

/** How a mail of the ledger stands. */
export async function outcomeOf(desk: Kernel, inboundMailId: string): Promise<MailOutcome> {
  const [row] = await desk.db
    .select({ outcome: inboundMails.outcome, reason: inboundMails.reason, ticketNumber: tickets.number })
    .from(inboundMails)
    .leftJoin(tickets, eq(tickets.id, inboundMails.ticketId))
    .where(eq(inboundMails.id, inboundMailId))
  return row ?? { outcome: null, reason: null, ticketNumber: null }
}
