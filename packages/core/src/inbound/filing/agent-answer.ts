import { DeskError } from '@gotrs/contract/errors'
import { can } from '@gotrs/contract/permissions'
import { allows } from '@gotrs/contract/workflow'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { textToHtml } from '@gotrs/mail/body/text-to-html'
import { isAwaySubject } from '@gotrs/mail/out-of-office'
import { type ReplyAudience, readReplyAddress, verifyAgentToken } from '@gotrs/mail/reply-address'
import { and, eq, ne, or } from 'drizzle-orm'
import { readActors } from '../../accounts/read-actors.ts'
import type { CleanHtml } from '../../conversation/clean-now.ts'
import { createDraftFromMail } from '../../drafts/create-from-mail.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'
import { addNote } from '../../messages/add-note.ts'
import { type ByMail, replyByMail } from '../../messages/reply.ts'
import { storable } from '../ledger/storable.ts'
import { answerMarker } from './answer-marker.ts'
import { ended, type Outcome } from './outcome.ts'
import type { IncomingMail, Rule } from './rule.ts'
import { isAgentsOwn, mayActAsAgent } from './sender.ts'

type Ticket = typeof tickets.$inferSelect
type Answer = { agent: UserActor; ticket: Ticket; audience: ReplyAudience; isExpired: boolean }

/**
 * An agent's answer to a notification: to the address that was made for that agent, from the agent's address alone, and
 * the agent may see the ticket now. It leaves only if the sender is authenticated and the address has not expired;
 * otherwise the agent finds it as a draft. Null for everything else, which is any stranger's mail.
 */
export const agentAnswerRule: Rule = async (incoming, context) => {
  const { uow } = context
  // An old answer of an agent is not sent now.
  if (incoming.message.older) return null
  const person = await context.person()
  if (!isAgentsOwn(incoming.sender, person)) return null
  const answer = await answerOf(uow, incoming, person.id)
  if (!answer) return null
  const { agent, ticket } = answer
  const at = { ticketId: ticket.id, rule: 'reply_address' }
  if (mayBeAgentsProgram(incoming)) {
    return ended('auto_reply', `An automatic answer of ${agent.name} to a notification. It goes to nobody.`, at)
  }
  if (await hasComeBefore(uow, incoming, answer)) {
    return ended('duplicate', 'The same mail is in this ticket already.', { ...at, rule: 'message_id' })
  }
  return file(uow.as(agent), incoming, answer)
}

/**
 * Would this send an automatic mail to the customer in an agent's name? Here the subject alone is enough, without the
 * header that other rules need: a person's answer begins with `Re:`, and the customer gets every mail that is not caught.
 */
const mayBeAgentsProgram = ({ kind, read }: IncomingMail): boolean =>
  isWrittenByProgram(kind) || isAwaySubject(read.mail.subject)

async function answerOf(uow: UnitOfWork, { row, read, own }: IncomingMail, agentId: string): Promise<Answer | null> {
  const { mail } = read
  const addresses = [...row.envelopeTo, ...mail.deliveredTo, ...[...mail.to, ...mail.cc].map(it => it.address)]
  for (const address of new Set(addresses.slice(0, 500).map(it => it.toLowerCase()))) {
    const token = isOwnAddress(own, address) ? readReplyAddress(address) : null
    if (!token || token.issuedDay === null || token.ticketNumber > 2_147_483_647) continue
    const [ticket] = await uow.db.select().from(tickets).where(eq(tickets.number, token.ticketNumber))
    if (!ticket) continue
    const claim = { ...token, agentId, ticketId: ticket.id, secrets: uow.vault.replyKeys }
    const state = verifyAgentToken(claim, uow.now)
    if (state === 'invalid') continue
    const agent = (await readActors(uow.db, [agentId])).get(agentId)
    const action = token.audience === 'note' ? 'ticket.note' : 'ticket.reply'
    if (agent && can(agent, 'ticket.readStaff', ticket) && can(agent, action, ticket)) {
      return { agent, ticket, audience: token.audience, isExpired: state === 'expired' }
    }
  }
  return null
}

/** The same mail by another way: what it became holds other words than the mail, by which duplicates are known. */
async function hasComeBefore(uow: UnitOfWork, { row }: IncomingMail, { agent, ticket }: Answer): Promise<boolean> {
  const [known] = await uow.db
    .select({ id: inboundMails.id })
    .from(inboundMails)
    .leftJoin(messages, eq(messages.inboundMailId, inboundMails.id))
    .where(
      and(
        eq(inboundMails.rfcMessageId, row.rfcMessageId),
        ne(inboundMails.id, row.id),
        or(
          and(eq(messages.ticketId, ticket.id), eq(messages.authorId, agent.id)),
          // A draft has no message.
          and(
            eq(inboundMails.ticketId, ticket.id),
            eq(inboundMails.outcome, 'held'),
            eq(inboundMails.rule, 'reply_address'),
          ),
        ),
      ),
    )
    .limit(1)
  return known !== undefined
}

async function file(uow: UnitOfWork, incoming: IncomingMail, answer: Answer): Promise<Outcome> {
  const { agent, ticket, audience } = answer
  const { text, html } = incoming.message
  const at = { ticketId: ticket.id, rule: 'reply_address' }
  const reason = `${agent.name} answered by mail.`
  if (text.trim() === '' && incoming.message.attachments.length === 0) {
    return ended('rejected', `${reason} Nothing of it is the agent's own words.`, at)
  }
  const doubt = doubtOf(incoming, answer)
  if (doubt) return keepBack(uow, incoming, answer, doubt)
  const body = html === null ? { text } : { html: cleanBody(incoming, html) }
  if (audience === 'note') {
    await addNote(uow, { ticketId: ticket.id, ...body, attachmentIds: [] }, byMail(incoming, reason))
    return ended('appended', `${reason} It is a note, because what it answers is internal.`, at)
  }
  const obstacle = obstacleOf(incoming, answer) ?? (await send(uow, ticket, body, byMail(incoming, reason)))
  if (obstacle === null) return ended('appended', reason, at)
  const kept = `${reason} It was not sent: ${obstacle}`
  await keepAsNote(uow, ticket, incoming, kept)
  return ended('appended', `${kept} It is in the ticket as a note.`, at)
}

/** The thread that read the mail has sanitised it, and made its text. Here the ticket is locked, so that it is not done again. */
const cleanBody = ({ read, message }: IncomingMail, html: string): CleanHtml => ({
  html,
  text: storable(read.body.textOfHtml ?? message.text).trim(),
})

/** Why the mail may not act in the agent's name; null if it may. A note needs less, because it is not sent. */
function doubtOf({ sender }: IncomingMail, { isExpired, audience }: Answer): string | null {
  if (isExpired) return 'the address it was sent to has expired. Answer a newer notification.'
  const isEnough = audience === 'note' ? sender.verdict !== 'contradicted' : mayActAsAgent(sender)
  return isEnough ? null : `it is not certain who sent it. ${sender.reason}`
}

/** As the agent's draft, so that it is one click away from being sent; as a note where the agent is writing already. */
async function keepBack(uow: UnitOfWork, incoming: IncomingMail, answer: Answer, doubt: string): Promise<Outcome> {
  const { agent, ticket, audience } = answer
  const at = { ticketId: ticket.id, rule: 'reply_address' }
  const why = `An answer in the name of ${agent.name} came by mail. It was not sent: ${doubt}`
  const { text, html, attachments } = incoming.message
  const draft = {
    ticketId: ticket.id,
    kind: audience,
    html: cleanBody(incoming, html ?? textToHtml(text)),
    attachments,
    inboundMailId: incoming.row.id,
    isExpired: answer.isExpired,
  }
  if (await createDraftFromMail(uow, draft)) return ended('held', `${why} It is a draft of theirs.`, at)
  await keepAsNote(uow, ticket, incoming, why)
  return ended('appended', `${why} It is in the ticket as a note.`, at)
}

/** What may not go to the customer: an answer to a ticket that is over, and what our own notification is still part of. */
function obstacleOf({ kind, read }: IncomingMail, { agent, ticket }: Answer): string | null {
  if (!allows(agent.role, 'reply', ticket.status)) return `it came while the ticket was ${ticket.status}.`
  if (kind !== 'no') return 'it came as a mailing.'
  const said = `${read.body.text}\n${read.body.html ?? ''}`
  return said.includes(answerMarker) ? 'it could not be told apart from the notification that it quotes.' : null
}

/** Null if it was sent; else why the desk rejected it. */
async function send(uow: UnitOfWork, ticket: Ticket, body: { text: string } | { html: CleanHtml }, mail: ByMail) {
  try {
    await replyByMail(uow, ticket.id, body, mail)
    return null
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return error.code === 'no_recipient' ? 'the ticket has nobody to write to.' : `the desk refused it (${error.code}).`
  }
}

/** The agent's text is never lost: staff find it in the ticket, with the reason why it was not sent. */
async function keepAsNote(uow: UnitOfWork, ticket: Ticket, incoming: IncomingMail, why: string): Promise<void> {
  const { text } = incoming.message
  await addNote(uow, { ticketId: ticket.id, text: `${why}\n\n${text}`, attachmentIds: [] }, byMail(incoming, why))
}

/** The quoted notification is in the mail itself, and nowhere else. */
const byMail = ({ row, read, message }: IncomingMail, reason: string): ByMail => ({
  channel: 'email',
  inboundMailId: row.id,
  parserVersion: read.mail.parserVersion,
  threading: { rule: 'reply_address', reason, suggestedTicketId: null },
  attachments: message.attachments,
})
