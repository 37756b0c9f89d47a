import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { readForwardAddress, verifyForwardToken } from '@gotrs/mail/reply-address'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { readActors } from '../accounts/read-actors.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress } from '../mailboxes/own-addresses.ts'
import { insertMessage, typedMessage } from '../messages/new-message.ts'
import { findOrCreateCorrespondent } from '../people/find-or-create.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { openTicket } from '../tickets/open.ts'
import { isWrittenByProgram } from './automatic.ts'
import type { Filing } from './filing.ts'
import { withoutForwardPrefix } from './forward-subject.ts'
import { ended, type Outcome } from './outcome.ts'
import { usableAddress } from './sender.ts'
import { storable, storableLine } from './storable.ts'

/** `unreadable`: an agent forwarded something of which it cannot be told who wrote it. */
type Taken = Outcome | 'unreadable' | null

/**
 * A mail that an agent forwards to the desk becomes the ticket of whoever wrote it. The agent speaks for somebody else
 * there, so it has to be proven that it is the agent: by the address that is known to that agent alone, or by the server
 * that the mailbox trusts. Null for everything else, which is any stranger's mail.
 */
export async function takeForwarded(uow: UnitOfWork, filing: Filing, agentId: string): Promise<Taken> {
  const { sender, read, kind } = filing
  if (sender.isAmbiguous || sender.isForged || isWrittenByProgram(kind)) return null
  const isToOwnAddress = wasSentToAddressOf(uow, filing, agentId)
  if (!isToOwnAddress && !(sender.isAuthenticated && read.forwarded)) return null
  const agent = (await readActors(uow.db, [agentId])).get(agentId)
  if (!agent || agent.role === 'customer') return null
  const from = usableAddress(read.forwarded?.from.address ?? '')
  if (!read.forwarded || from === null || isOwnAddress(filing.own, from)) return isToOwnAddress ? 'unreadable' : null
  const known = await ticketOfTwin(uow, filing)
  if (known) {
    return ended('duplicate', 'The same mail stands in this ticket already.', { ticketId: known, rule: 'message_id' })
  }
  return open(uow, filing, { agent, from, forwarded: read.forwarded })
}

function wasSentToAddressOf(uow: UnitOfWork, { row, read, own }: Filing, agentId: string): boolean {
  const { to, cc, deliveredTo } = read.mail
  return [...row.envelopeTo, ...deliveredTo, ...[...to, ...cc].map(it => it.address)].slice(0, 500).some(address => {
    const token = isOwnAddress(own, address) ? readForwardAddress(address) : null
    return token !== null && verifyForwardToken({ ...token, agentId, secret: uow.vault.replyKey })
  })
}

/**
 * The same mail by another way: its author is not its sender, by which twins are known. As `wasForwarded` has it, not by
 * the rule, which is another one once somebody has moved the message.
 */
async function ticketOfTwin(uow: UnitOfWork, { row }: Filing): Promise<string | null> {
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

type Forwarded = { agent: UserActor; from: string; forwarded: NonNullable<Filing['read']['forwarded']> }

async function open(uow: UnitOfWork, filing: Filing, { agent, from, forwarded }: Forwarded): Promise<Outcome> {
  const name = storableLine(forwarded.from.name)
  const author = await findOrCreateCorrespondent(uow, { email: from, name })
  const reason = `${agent.name} forwarded it.`
  const opened = await openTicket(uow, {
    title: storable(withoutForwardPrefix(forwarded.subject ?? filing.read.mail.subject)),
    queueId: filing.mailbox.queueId,
    channel: 'email',
    customerId: author.id,
    authorId: author.id,
    message: {
      ...filing.message,
      text: storable(forwarded.text),
      html: forwarded.html === null ? null : storable(forwarded.html),
      quotedText: null,
      quotedHtml: null,
      to: [],
      cc: [],
      // The Message-ID is that of the agent's mail, which its author has never seen.
      rfcMessageId: null,
      attachments: forwarded.attachments,
      threading: { rule: 'forwarded', reason, suggestedTicketId: null },
      isFromVerifiedSender: true,
    },
  })
  if (forwarded.note.trim() !== '') await addAgentsWords(uow.as(agent), agent.id, opened.ticketId, forwarded.note)
  return ended('created', reason, { ticketId: opened.ticketId, rule: 'forwarded' })
}

/** What the agent wrote above is for colleagues, in whatever queue it lands. */
async function addAgentsWords(uow: UnitOfWork, agentId: string, ticketId: string, note: string): Promise<void> {
  const [ticket] = await uow.db.select().from(tickets).where(eq(tickets.id, ticketId))
  if (!ticket) throw new Error('A ticket vanished while it was made.')
  const message = typedMessage({ kind: 'note', channel: 'email', text: storable(note.trim()), html: null })
  const messageId = await insertMessage(uow, { ticketId, authorId: agentId, isFromStaff: true }, message)
  const changed = await changeTicket(uow, ticket, { patch: {}, isVisible: false })
  emitAbout(uow, changed, 'note.added', { messageId, channel: 'email' })
}
