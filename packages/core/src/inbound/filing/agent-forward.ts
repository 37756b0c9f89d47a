import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { withoutForwardPrefix } from '@gotrs/mail/forward-subject'
import { type AgentTokenState, readForwardAddress, verifyForwardToken } from '@gotrs/mail/reply-address'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { readActors } from '../../accounts/read-actors.ts'
import { insertMessage, typedMessage } from '../../conversation/new-message.ts'
import { findOrCreateCorrespondent } from '../../correspondents/find-or-create.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'
import { changeTicket, emitAbout } from '../../tickets/change.ts'
import { createTicketWithMessage } from '../../tickets/create-with-message.ts'
import { storable, storableLine } from '../ledger/storable.ts'
import { createFromMail } from './new-ticket.ts'
import { ended, type Outcome } from './outcome.ts'
import type { IncomingMail, Rule } from './rule.ts'
import { isAgentsOwn, mayActAsAgent } from './sender.ts'
import { usableAddress } from './usable-address.ts'
import { isWrittenToDesk } from './written-to-desk.ts'

/**
 * A mail that an agent forwards to the desk becomes the ticket of its original author. The agent acts for somebody else,
 * so the agent must be certain: an authenticated sender, or, where nothing can be authenticated, the personal forwarding
 * address of the agent as recipient. With any other recipient address the mail itself must show that the agent forwards
 * it to the desk. Null for every other mail.
 */
export const agentForwardRule: Rule = async (incoming, context) => {
  const { uow } = context
  const { read, kind } = incoming
  const person = await context.person()
  if (!isAgentsOwn(incoming.sender, person) || isWrittenByProgram(kind)) return null
  const address = addressState(uow, incoming, person.id)
  if (address === 'invalid' && !isForwardedToDesk(incoming)) return null
  const agent = (await readActors(uow.db, [person.id])).get(person.id)
  if (!agent || agent.role === 'customer') return null
  const doubt = doubtOf(incoming, address)
  if (doubt) return createFromMail(incoming, context, noThread, doubt)
  const from = usableAddress(read.forwarded?.from.address ?? '')
  if (!read.forwarded || from === null || isOwnAddress(incoming.own, from)) {
    return address === 'invalid' ? null : createFromMail(incoming, context, noThread, unreadable)
  }
  const known = await ticketOfDuplicate(uow, incoming)
  if (known) {
    return ended('duplicate', 'The same mail is in this ticket already.', { ticketId: known, rule: 'message_id' })
  }
  return open(uow, incoming, { agent, from, forwarded: read.forwarded })
}

const noThread = { kind: 'new', suggestedTicketId: null, rule: null, reason: 'no_hint' } as const
const unreadable =
  'It was sent to an address for forwarding, but whose mail it forwards cannot be told. It starts this ticket.'

/** A mail to the author of what it quotes is an answer: some programs put the same lines above what they answer. */
function isForwardedToDesk(incoming: IncomingMail): boolean {
  const { mail, forwarded } = incoming.read
  if (!forwarded || !isWrittenToDesk(incoming)) return false
  const author = forwarded.from.address.toLowerCase()
  return ![...mail.to, ...mail.cc].some(it => it.address.toLowerCase() === author)
}

function doubtOf(incoming: IncomingMail, address: AgentTokenState): string | null {
  const { sender } = incoming
  if (sender.verdict === 'authenticated' && (address === 'valid' || isForwardedToDesk(incoming))) return null
  if (address === 'expired') return 'It was sent to an address for forwarding that has expired. It starts this ticket.'
  return mayActAsAgent(sender)
    ? null
    : 'It was sent to an address for forwarding, but it is not certain that an agent sent it. It starts this ticket.'
}

/** The best of the forwarding addresses that the mail was sent to. */
function addressState(uow: UnitOfWork, { row, read, own }: IncomingMail, agentId: string): AgentTokenState {
  const { to, cc, deliveredTo } = read.mail
  const addresses = [...row.envelopeTo, ...deliveredTo, ...[...to, ...cc].map(it => it.address)].slice(0, 500)
  const states = addresses.map(address => {
    const token = isOwnAddress(own, address) ? readForwardAddress(address) : null
    return token ? verifyForwardToken({ ...token, agentId, secrets: uow.vault.replyKeys }, uow.now) : 'invalid'
  })
  return (['valid', 'expired'] as const).find(it => states.includes(it)) ?? 'invalid'
}

/**
 * The same mail by another way: its author is not its sender, by which duplicates are known. As `wasForwarded` has it, not by
 * the rule, which is another one once somebody has moved the message.
 */
async function ticketOfDuplicate(uow: UnitOfWork, { row }: IncomingMail): Promise<string | null> {
  const [known] = await uow.db
    .select({ ticketId: messages.ticketId })
    .from(inboundMails)
    .innerJoin(messages, eq(messages.inboundMailId, inboundMails.id))
    .where(
      and(
        eq(inboundMails.rfcMessageId, row.rfcMessageId),
        ne(inboundMails.id, row.id),
        isNull(messages.rfcMessageId),
        eq(messages.isFromStaff, false),
      ),
    )
    .limit(1)
  return known?.ticketId ?? null
}

type Forwarded = { agent: UserActor; from: string; forwarded: NonNullable<IncomingMail['read']['forwarded']> }

async function open(uow: UnitOfWork, incoming: IncomingMail, { agent, from, forwarded }: Forwarded): Promise<Outcome> {
  const name = storableLine(forwarded.from.name)
  const author = await findOrCreateCorrespondent(uow, { email: from, name })
  const reason = `${agent.name} forwarded it.`
  const opened = await createTicketWithMessage(uow, {
    title: storable(withoutForwardPrefix(forwarded.subject ?? incoming.read.mail.subject)),
    queueId: incoming.mailbox.queueId,
    channel: 'email',
    customerId: author.id,
    authorId: author.id,
    message: {
      ...incoming.message,
      text: storable(forwarded.text),
      html: forwarded.html === null ? null : storable(forwarded.html),
      quotedText: null,
      quotedHtml: null,
      to: [],
      cc: [],
      replyTo: [],
      // The Message-ID is that of the agent's mail, which its author has never seen.
      rfcMessageId: null,
      attachments: forwarded.attachments,
      threading: { rule: 'forwarded', reason, suggestedTicketId: null },
      senderVerdict: null,
    },
  })
  if (forwarded.note.trim() !== '') await addAgentsWords(uow.as(agent), agent.id, opened.ticketId, forwarded.note)
  return ended('created', reason, { ticketId: opened.ticketId, rule: 'forwarded' })
}

/** What the agent wrote above is for colleagues, in whatever queue it lands. */
async function addAgentsWords(uow: UnitOfWork, agentId: string, ticketId: string, note: string): Promise<void> {
  requireGrant(uow, 'mailbox.forward')
  const [ticket] = await uow.db.select().from(tickets).where(eq(tickets.id, ticketId))
  if (!ticket) throw new Error('A ticket vanished while it was made.')
  const message = typedMessage({ kind: 'note', channel: 'email', text: storable(note.trim()), html: null })
  const messageId = await insertMessage(uow, { ticketId, authorId: agentId, isFromStaff: true }, message)
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: false })
  emitAbout(uow, changed, 'note.added', { messageId, channel: 'email' })
}
