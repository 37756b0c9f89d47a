import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { eq } from 'drizzle-orm'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Attempt, Task } from '../../kernel/task.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { reachPoint } from '../../mailboxes/crash-points.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { processAttempts, processTask } from '../ledger/process-job.ts'
import { quarantine } from '../ledger/quarantine.ts'
import {
  mayStillWait,
  mayWaitForEarlier,
  retryLater,
  unansweredReason,
  uncountAttempt,
  type Waits,
  waitForDns,
  waitForEarlier,
  waitsOf,
} from '../ledger/retry-later.ts'
import { countFailedTry, type Started, startTry, type TriedMail } from '../ledger/start-try.ts'
import { authenticateMail } from '../reading/authenticate.ts'
import { authenticateInBackground, isInBackground } from '../reading/authenticate-in-background.ts'
import { isOfMachine } from '../reading/failures.ts'
import { hasToQueue, type MailToRead, readMailInThread, UnreadableMailError } from '../reading/parse-thread.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { filesOf, withFiles } from '../reading/unused-files.ts'
import { fileMail } from './file-mail.ts'
import { lockConversation } from './lock-conversation.ts'
import { lockInboundMail } from './lock-inbound-mail.ts'
import type { FiledOutcome } from './outcome.ts'
import { recordOutcome } from './store-outcome.ts'

const maxTries = 3

/** `usesBackground`: a mail whose DNS is slow comes again rather than waits here. */
type Patience = Waits & { usesBackground: boolean }

/** Without a job. */
const byHand: Attempt = { starts: 0, hasFailed: false }

/** Reads a mail of the ledger and files it. Done twice, it does nothing the second time. */
export const processInboundMailTask: Task = {
  name: processTask,
  maxAttempts: processAttempts,
  async run(kernel, payload, attempt) {
    const patience = { usesBackground: true, ...waitsOf(payload) }
    await processInboundMail(kernel, String(payload.inboundMailId), patience, attempt)
  },
}

/**
 * One try. What is wrong with the mail itself ends in quarantine at the third try, with the reason and the raw bytes;
 * what is wrong with the machine (Postgres away, disk full) is thrown and never counts against the mail.
 */
export async function processInboundMail(
  kernel: Kernel,
  inboundMailId: string,
  how: Partial<Patience> = {},
  attempt = byHand,
): Promise<void> {
  const started = await startTry(kernel.db, inboundMailId, attempt)
  if (started) await processStarted(kernel, started, how)
}

/** The same for a mail whose row was read. */
export async function processStarted(kernel: Kernel, started: Started, how: Partial<Patience> = {}): Promise<void> {
  const { hasToWait, authservId, ...row } = started
  if (row.attempts > processAttempts) return keepBack(kernel, row, 'Reading it ended the program, again and again.')
  if (row.blobKey === null) return keepBack(kernel, row, 'Its bytes are gone.')
  const mail = mailToRead(row, row.blobKey)
  const patience: Patience = { usesBackground: false, dnsDeadline: null, earlierSince: null, ...how }
  const { usesBackground, ...waits } = patience
  if (hasToQueue(mail) || (usesBackground && isInBackground(row.id))) return retryLater(kernel, row, waits)
  if (hasToWait && mayWaitForEarlier(waits)) return waitForEarlier(kernel, row, waits)
  // Before it is read, because an outage may hold up many mails, each of which comes again several times.
  if (mayStillWait(waits.dnsDeadline) && (await kernel.dns.isUnavailable())) return waitForDns(kernel, row, waits)
  try {
    const isOver = await readAndFile(kernel, { row, authservId }, mail, patience)
    if (!isOver) await retryLater(kernel, row, waits)
  } catch (error) {
    if (isOfMachine(error)) {
      await uncountAttempt(kernel, row).catch(() => {})
      throw error
    }
    await countFailedTry(kernel, row)
    const isFinal = error instanceof UnreadableMailError && error.isFinal
    if (!isFinal && row.attempts < maxTries) throw error
    kernel.log.error({ err: error, inboundMailId: row.id }, 'a mail cannot be read and is kept in quarantine')
    await keepBack(kernel, row, error instanceof Error ? error.message : String(error))
  }
}

export const mailToRead = ({ size, envelopeTo, attempts }: LedgerRow, blobKey: string): MailToRead => ({
  blobKey,
  size,
  envelopeTo,
  isSuspect: attempts > 1,
})

async function keepBack(kernel: Kernel, row: LedgerRow, reason: string): Promise<void> {
  const cause = [`mail:${row.id}`]
  await kernel.run(systemActor('mail'), uow => quarantine(uow, row.id, reason), { cause })
}

/** False: it comes again, since DNS is still being asked. */
async function readAndFile(
  kernel: Kernel,
  { row, authservId }: { row: TriedMail; authservId: string | null },
  mail: MailToRead,
  { usesBackground, ...waits }: Patience,
): Promise<boolean> {
  const read = await readMailInThread(kernel.blobs.folder, mail)
  // What waits for DNS holds no more of a mail in memory than that needs.
  const head = { ...read, mail: { ...read.mail, text: '', html: null, attachments: [] } }
  const ask = () => authenticateMail(kernel, { row, authservId, blobKey: mail.blobKey }, head)
  const found = usesBackground ? await authenticateInBackground(row.id, ask) : await ask()
  if (found === null) return false
  const { authentication, isWithoutDns } = found
  const mayWait = isWithoutDns && (waits.dnsDeadline === null || mayStillWait(waits.dnsDeadline))
  const isUnchecked = isWithoutDns && authentication.verdict === 'unknown'
  const checked = isUnchecked ? { ...authentication, reason: unansweredReason } : authentication
  await withFiles(kernel, row.id, filesOf(read), async () => {
    if (mayWait) return waitForDns(kernel, row, waits)
    const file = (uow: UnitOfWork) => fileOnce(uow, row, { ...read, authentication: checked }, waits)
    const isDone = await kernel.run(systemActor('mail'), file, { cause: [`mail:${row.id}`] })
    if (!isDone) await waitForEarlier(kernel, row, waits)
  })
  return true
}

/** False: a mail that it answers has come while it was read, and is filed first. */
async function fileOnce(uow: UnitOfWork, tried: TriedMail, checked: Checked, waits: Waits): Promise<boolean> {
  // Sent together, the lock of the conversation first.
  const [, locked] = await Promise.all([
    lockConversation(uow, tried),
    lockInboundMail(uow, tried.id, checked.mail.from),
  ])
  if (locked?.state !== 'received') return true
  if (locked.hasToWait && mayWaitForEarlier(waits)) return false
  const filed = await fileMail(uow, { row: tried, ...locked }, checked)
  await endMail(uow, tried, filed, checked)
  reachPoint('mail filed')
  return true
}

type Checked = ReadMail & { authentication: SenderAuthentication }

async function endMail(uow: UnitOfWork, { id, attempts }: TriedMail, filed: FiledOutcome, checked: Checked) {
  const isQuarantined = filed.outcome === 'quarantined'
  if (isQuarantined) await quarantine(uow, id, filed.reason)
  const state = isQuarantined ? 'quarantined' : 'done'
  recordOutcome(uow, { id, attempts, state, processedAt: uow.now }, filed, checked.mail)
  // What could be wrong with a reaction does not hold up the mail: the next try leaves it to a job. The
  // acknowledgement relies on this kind.
  if (attempts === 1 && filed.automaticKind === 'no') uow.joinReactions()
}

export type MailOutcome = { outcome: string | null; reason: string | null; ticketNumber: number | null }

/** The state of a mail of the ledger. */
export async function outcomeOf(kernel: Kernel, inboundMailId: string): Promise<MailOutcome> {
  const [row] = await kernel.db
    .select({ outcome: inboundMails.outcome, reason: inboundMails.reason, ticketNumber: tickets.number })
    .from(inboundMails)
    .leftJoin(tickets, eq(tickets.id, inboundMails.ticketId))
    .where(eq(inboundMails.id, inboundMailId))
  return row ?? { outcome: null, reason: null, ticketNumber: null }
}
