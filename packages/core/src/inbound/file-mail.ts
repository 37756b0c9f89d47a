import type { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { users } from '@gotrs/db/tables/people'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import { collectThreadHints, decideThread, type ThreadCandidate, type ThreadDecision } from '@gotrs/mail/thread'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import type { NewAttachment } from '../messages/new-message.ts'
import { receiveMessage } from '../messages/receive.ts'
import { findOrCreateCorrespondent } from '../people/find-or-create.ts'
import { openTicket } from '../tickets/open.ts'
import { takeForwarded } from './agent-forward.ts'
import { takeAgentAnswer } from './agent-mail.ts'
import { automaticKind, isAutomaticAnswer, isWrittenByProgram } from './automatic.ts'
import { takeBounce } from './bounces.ts'
import { threadCandidates } from './candidates.ts'
import { joinCopies, writerAndCopies } from './copies.ts'
import type { Filing } from './filing.ts'
import { newMessageOf } from './message-of-mail.ts'
import { ended, type Outcome } from './outcome.ts'
import type { ReadMail } from './read-mail.ts'
import { threadingOf } from './reasons.ts'
import { judgeSender, returnPath, type Sender } from './sender.ts'
import { storable } from './storable.ts'
import { findTwins, isOwnMail, lockMessageId } from './twins.ts'

export type LedgerRow = typeof inboundMails.$inferSelect

/** What is done with one mail, all in one transaction. */
export async function fileMail(
  uow: UnitOfWork,
  row: LedgerRow,
  read: ReadMail,
  attachments: NewAttachment[],
): Promise<Outcome> {
  await lockMessageId(uow, row.rfcMessageId)
  const own = await ownAddresses(uow.db)
  const kind = automaticKind(read.mail, row.envelopeFrom ?? returnPath(read.mail), own)
  return { ...(await fileByKind(uow, { row, read, attachments, own, kind })), automaticKind: kind }
}

type Arrived = { row: LedgerRow; read: ReadMail; attachments: NewAttachment[]; own: string[]; kind: AutomaticKind }

async function fileByKind(uow: UnitOfWork, { row, read, attachments, own, kind }: Arrived): Promise<Outcome> {
  const { mail } = read
  const addressedTo = [...row.envelopeTo, ...mail.deliveredTo, ...mail.to.map(it => it.address)]
  if (kind === 'bounce') return takeBounce(uow, { bounces: mail.bounces, addressedTo })
  if (kind === 'loop' || (await isOwnMail(uow, row.rfcMessageId))) {
    return ended('loop', 'The desk wrote it itself, and it has come back.', { rule: 'loop' })
  }
  const mailbox = await mailboxOf(uow, row.mailboxId)
  const sender = judgeSender(mail, row.envelopeFrom ?? returnPath(mail), mailbox.authservId)
  if (!sender) return ended('quarantined', 'It names no sender that could be answered.')
  if (isOwnAddress(own, sender.address)) return ended('loop', `It says to come from ${sender.address}, which is ours.`)
  const message = newMessageOf(row, read, attachments)
  const { id: inboundMailId, rfcMessageId } = row
  const { subject } = mail
  const twins = await findTwins(uow, { ...message, inboundMailId, rfcMessageId, subject, sender: sender.address })
  if (twins.ticketId) {
    const reason = 'The same mail stands in this ticket already.'
    return ended('duplicate', reason, { ticketId: twins.ticketId, rule: 'message_id' })
  }
  const about: Filing = { row, read, sender, own, kind, mailbox, message, hasNamesake: twins.hasNamesake }
  return fileByThread(uow, about)
}

async function fileByThread(uow: UnitOfWork, filing: Filing): Promise<Outcome> {
  const { sender, kind } = filing
  const known = await knownPerson(uow, sender.address)
  if (known && !known.isActive) return ended('rejected', `The account of ${sender.address} is switched off.`)
  const isStaff = known !== null && known.role !== 'customer'
  const byAgent = isStaff ? await fileForAgent(uow, filing, known.id) : null
  if (byAgent) return byAgent
  const decision = await decide(uow, filing, { userId: known?.id ?? null, isStaff })
  if (decision.ticketId !== null) return append(uow, filing, decision)
  if (isAutomaticAnswer(kind)) {
    const reason = 'An automatic answer that belongs to no ticket of its sender.'
    return ended('auto_reply', reason, { rule: decision.rule ?? 'none' })
  }
  return open(uow, filing, decision, sender.isVerified && !isStaff && decision.suggestedTicketId === null)
}

/** What an agent may do by mail. Null for what is none of it: then a staff address is as good as any stranger's. */
async function fileForAgent(uow: UnitOfWork, filing: Filing, agentId: string): Promise<Outcome | null> {
  const answered = await takeAgentAnswer(uow, filing, agentId)
  if (answered) return answered
  const forwarded = await takeForwarded(uow, filing, agentId)
  if (forwarded !== 'unreadable') return forwarded
  const { decision, reason } = unreadableForward
  return open(uow, filing, decision, filing.sender.isVerified, reason)
}

const unreadableForward = {
  decision: { ticketId: null, suggestedTicketId: null, rule: null, reason: 'no_hint' },
  reason: 'It was sent to an address for forwarding, but whose mail it forwards cannot be told. It starts this ticket.',
} as const

async function knownPerson(uow: UnitOfWork, address: string) {
  const [known] = await uow.db
    .select({ id: users.id, role: users.role, isActive: users.isActive })
    .from(users)
    .where(eq(users.email, address))
  return known ?? null
}

async function decide(
  uow: UnitOfWork,
  { row, read, sender, own }: Filing,
  writer: { userId: string | null; isStaff: boolean },
) {
  const { mail, body } = read
  const deliveredTo = [...row.envelopeTo, ...mail.deliveredTo]
  const hints = collectThreadHints(
    { ...mail, deliveredTo, html: `${body.html ?? ''}\n${body.quotedHtml ?? ''}` },
    { mailboxAddresses: own },
  )
  const candidates = await threadCandidates(uow.db, hints, writer, uow.vault.replyKey)
  return decideBy(candidates, sender)
}

/**
 * A forger who takes a customer's name must not get in. A failed authentication shuts every door but the signed ones.
 * An envelope of another domain is what honest relays, forwarders and mailing services have too: such a mail still
 * enters by the Message-ID it answers, which only those know who got the mail, but not by a number, which all can guess.
 */
function decideBy(candidates: ThreadCandidate[], sender: Sender): ThreadDecision {
  const unguessable = candidates.filter(it => it.rule !== 'subject_number')
  const believed = sender.isVerified ? candidates : unguessable
  const decision = decideThread({ candidates: believed, fromIsAmbiguous: sender.isAmbiguous || sender.isForged })
  return decision.ticketId === null ? decideThread({ candidates, fromIsAmbiguous: !sender.isVerified }) : decision
}

type Admitted = Extract<ThreadDecision, { ticketId: string }>

async function append(uow: UnitOfWork, filing: Filing, decision: Admitted): Promise<Outcome> {
  const { sender, kind } = filing
  const author = await findOrCreateCorrespondent(uow, { email: sender.address, name: sender.name })
  const threading = threadingOf(decision, filing.hasNamesake)
  const received = await receiveMessage(uow, {
    ticketId: decision.ticketId,
    authorId: author.id,
    message: { ...filing.message, threading, isFromVerifiedSender: sender.isVerified },
    isAutomatic: isWrittenByProgram(kind),
  })
  if (kind === 'no') {
    await joinCopies(uow, received.ticketId, { mail: filing.read.mail, sender, own: filing.own, authorId: author.id })
  }
  const at = { ticketId: received.ticketId, rule: threading.rule }
  if (isAutomaticAnswer(kind)) return ended('auto_reply', `An automatic answer. ${threading.reason}`, at)
  return received.isFollowUp
    ? ended('created', `A follow-up, since the ticket is closed. ${threading.reason}`, at)
    : ended('appended', threading.reason, at)
}

type Refused = Extract<ThreadDecision, { ticketId: null }>

async function open(
  uow: UnitOfWork,
  filing: Filing,
  decision: Refused,
  isVerified: boolean,
  reason?: string,
): Promise<Outcome> {
  const { read, own, message } = filing
  const { isConfirmed, isAuthenticated } = filing.sender
  const sender = {
    ...filing.sender,
    isConfirmed: isConfirmed && isVerified,
    isAuthenticated: isAuthenticated && isVerified,
  }
  const { writer, participantIds } = await writerAndCopies(uow, read.mail, sender, own)
  const threading = threadingOf(decision, filing.hasNamesake)
  if (reason) threading.reason = reason
  const opened = await openTicket(uow, {
    title: storable(read.mail.subject),
    queueId: filing.mailbox.queueId,
    channel: 'email',
    customerId: writer.id,
    authorId: writer.id,
    participantIds,
    message: { ...message, threading, isFromVerifiedSender: isVerified },
  })
  return ended('created', threading.reason, { ticketId: opened.ticketId, rule: threading.rule })
}

async function mailboxOf(uow: UnitOfWork, mailboxId: string): Promise<Filing['mailbox']> {
  const [mailbox] = await uow.db
    .select({ queueId: mailboxes.queueId, authservId: mailboxes.authservId })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
  if (!mailbox) throw new Error('The mailbox of a mail is gone.')
  return mailbox
}
