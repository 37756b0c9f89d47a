import { DeskError } from '@gotrs/contract/errors'
import { isUuid } from '@gotrs/contract/ids'
import type { PostedMessage } from '@gotrs/contract/messages'
import type { createTicketInput } from '@gotrs/contract/tickets'
import { queues } from '@gotrs/db/tables/people'
import { eq, or } from 'drizzle-orm'
import type { z } from 'zod'
import { claimAttachments } from '../conversation/claim-attachments.ts'
import { typedMessage } from '../conversation/new-message.ts'
import { sendNewTicketDraft } from '../conversation/send-draft.ts'
import { typedBody, type WithTyped } from '../conversation/typed-body.ts'
import { createCorrespondent } from '../correspondents/find-or-create.ts'
import { personByAddress } from '../correspondents/person-by-address.ts'
import type { UserActor } from '../kernel/actor.ts'
import { missingReference } from '../kernel/missing-reference.ts'
import { isGranted, requireGrant, requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { rejectOwnAddress } from '../mailboxes/own-addresses.ts'
import { defaultQueueId } from '../queues/default-queue.ts'
import { createTicketWithMessage, type NewTicket } from './create-with-message.ts'

type Input = WithTyped<z.output<typeof createTicketInput>>

/** A ticket typed into the portal or the agent app. Staff may ask on behalf of a customer, or write to one first. */
export async function createTicket(uow: UnitOfWork, input: Input): Promise<PostedMessage> {
  const actor = requirePerson(uow, 'ticket.create')
  const [{ to = [], ...who }, queueId] = await Promise.all([
    actor.role === 'customer' ? forThemself(uow, actor, input) : forCustomer(uow, actor, input),
    queueFor(uow, actor, input.queue),
  ])
  const body = typedBody({ text: input.message, html: input.html }, input.attachmentIds.length > 0)
  const opened = await createTicketWithMessage(uow, {
    ...who,
    title: input.title,
    queueId,
    priority: input.priority,
    message: typedMessage({ kind: 'public', channel: who.channel, ...body, to }),
  })
  await claimAttachments(uow, opened.messageId, input.attachmentIds)
  if (input.endsDraft) await sendNewTicketDraft(uow, actor.id)
  return { ...opened, version: actor.role === 'customer' ? null : opened.version }
}

/** `to`: who gets the first message by mail. */
type Who = Pick<NewTicket, 'customerId' | 'authorId' | 'isFromStaff' | 'channel'> & { to?: string[] }

function forThemself(uow: UnitOfWork, actor: UserActor, input: Input): Who {
  const staffOnly = ['customerEmail', 'customerName', 'queue', 'channel', 'isMailed', 'endsDraft'] as const
  const refused = staffOnly.filter(field => input[field] !== undefined)
  if (refused.length > 0) throw new DeskError('forbidden', { action: 'ticket.createForCustomer', fields: refused })
  return { customerId: actor.id, authorId: actor.id, channel: uow.channel }
}

/** With `isMailed` the text is the agent's and goes out; otherwise it is what the customer said, by phone for instance. */
async function forCustomer(uow: UnitOfWork, actor: UserActor, input: Input): Promise<Who> {
  if (!input.customerEmail) return { customerId: actor.id, authorId: actor.id, channel: input.channel ?? uow.channel }
  requireGrant(uow, 'ticket.createForCustomer')
  const { customerEmail: email, customerName: name = '' } = input
  const [known] = await Promise.all([personByAddress(uow.db, email), rejectOwnAddress(uow.db, email, 'customerEmail')])
  const customer = known ?? (await createCorrespondent(uow, { email, name }))
  if (input.isMailed) {
    const channel = input.channel ?? 'email'
    return { customerId: customer.id, authorId: actor.id, isFromStaff: true, channel, to: [customer.email] }
  }
  return {
    customerId: customer.id,
    authorId: customer.id,
    channel: input.channel ?? (uow.channel === 'api' ? 'api' : 'phone'),
  }
}

/** `wanted` is the name or the id of a queue. @throws DeskError `invalid_input` for an unknown one, `forbidden` */
async function queueFor(uow: UnitOfWork, actor: UserActor, wanted: string | undefined): Promise<string> {
  if (actor.role === 'customer') return defaultQueueId(uow)
  const queueId = wanted === undefined ? await defaultQueueId(uow) : await queueIdOf(uow, wanted)
  if (isGranted(uow, 'ticket.create', { queueId, assigneeId: null, customerId: '', organisationId: null }))
    return queueId
  const own = actor.queueIds[0]
  if (wanted === undefined && own) return own
  throw new DeskError('forbidden', { action: 'ticket.create', queueId })
}

async function queueIdOf({ db }: UnitOfWork, wanted: string): Promise<string> {
  const byName = eq(queues.name, wanted)
  const [queue] = await db
    .select({ id: queues.id })
    .from(queues)
    .where(isUuid(wanted) ? or(eq(queues.id, wanted), byName) : byName)
    .limit(1)
  if (!queue) throw missingReference('queue', 'queue')
  return queue.id
}
