import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { reachPoint } from '../mailboxes/crash-points.ts'
import type { NewAttachment } from '../messages/new-message.ts'
import { storeAttachments } from './attachments.ts'
import { isOfMachine } from './failures.ts'
import { fileMail, type LedgerRow } from './file-mail.ts'
import { headerColumns } from './header-columns.ts'
import { processAttempts, processTask } from './ledger.ts'
import type { Outcome } from './outcome.ts'
import { readMailInThread, UnreadableMailError } from './parse-thread.ts'
import { quarantine } from './quarantine.ts'
import type { ReadMail } from './read-mail.ts'

const maxTries = 3

/** Reads a mail of the ledger and files it. Done twice, it does nothing the second time. */
export const processInboundMailTask: Task = {
  name: processTask,
  maxAttempts: processAttempts,
  async run(desk, payload) {
    await processInboundMail(desk, String(payload.inboundMailId))
  },
}

/**
 * One try. What is wrong with the mail itself ends in quarantine at the third try, with the reason and the raw bytes;
 * what is wrong with the machine (Postgres away, disk full) is thrown and never counts against the mail.
 */
export async function processInboundMail(desk: Kernel, inboundMailId: string): Promise<void> {
  const row = await startTry(desk, inboundMailId)
  if (!row) return
  if (row.attempts > processAttempts) return keepBack(desk, row, 'Reading it ended the program, again and again.')
  try {
    await readAndFile(desk, row)
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

/** Counted before anything is tried, so that a mail that kills the process is found out too. */
async function startTry(desk: Kernel, id: string): Promise<LedgerRow | null> {
  const [row] = await desk.db
    .update(inboundMails)
    .set({ attempts: sql`${inboundMails.attempts} + 1` })
    .where(and(eq(inboundMails.id, id), eq(inboundMails.state, 'received')))
    .returning()
  return row ?? null
}

async function takeBackTry(desk: Kernel, row: LedgerRow): Promise<void> {
  await desk.db
    .update(inboundMails)
    .set({ attempts: sql`greatest(${inboundMails.attempts} - 1, 0)` })
    .where(eq(inboundMails.id, row.id))
}

async function keepBack(desk: Kernel, row: LedgerRow, reason: string): Promise<void> {
  const cause = [`mail:${row.id}`]
  await desk.run(systemActor('mail'), uow => quarantine(uow, row.id, reason), { cause })
}

async function readAndFile(desk: Kernel, row: LedgerRow): Promise<void> {
  if (row.blobKey === null) throw new UnreadableMailError('Its bytes are gone.', true)
  const raw = await desk.blobs.read(row.blobKey)
  const read = await readMailInThread(raw)
  const attachments = await storeAttachments(desk.blobs, read.mail.attachments, raw)
  const cause = [`mail:${row.id}`]
  const outcome = await desk.run(
    systemActor('mail'),
    async uow => {
      const [locked] = await uow.db.select().from(inboundMails).where(eq(inboundMails.id, row.id)).for('update')
      if (locked?.state !== 'received') return null
      const filed = await fileMail(uow, locked, read, attachments)
      await noteOutcome(uow, row.id, filed, read)
      reachPoint('mail filed')
      return filed
    },
    { cause },
  )
  const isKept = outcome !== null && attachments.length > 0 && hasMessage(outcome)
  if (!isKept) await removeAll(desk, attachments)
}

/** Outcomes in which the mail became a message, which holds its files. */
const hasMessage = ({ outcome, ticketId }: Outcome) =>
  outcome === 'created' || outcome === 'appended' || (outcome === 'auto_reply' && ticketId !== null)

async function noteOutcome(uow: UnitOfWork, id: string, filed: Outcome, { mail }: ReadMail): Promise<void> {
  const { outcome, reason, rule, ticketId, automaticKind = null } = filed
  const isKeptBack = outcome === 'quarantined'
  const done = isKeptBack ? {} : { state: 'done' as const, outcome, reason, rule, ticketId, processedAt: uow.now }
  await uow.db
    .update(inboundMails)
    .set({ ...done, ...headerColumns(mail), automaticKind, parserVersion: mail.parserVersion })
    .where(eq(inboundMails.id, id))
  if (isKeptBack) await quarantine(uow, id, reason)
}

async function removeAll(desk: Kernel, attachments: NewAttachment[]): Promise<void> {
  for (const { blobKey } of attachments) await desk.blobs.remove(blobKey).catch(() => {})
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
