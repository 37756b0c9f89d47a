import { attachmentLimits } from '@gotrs/contract/attachments'
import { email, id, line } from '@gotrs/contract/ids'
import { type TicketDetail, ticketDetail, ticketPriority, ticketRefInput } from '@gotrs/contract/tickets'
import { z } from 'zod'
import { requireAllowed } from '../../trpc.ts'
import { patchTicket, patchTicketBody } from '../patch-ticket.ts'
import { queueIdOf } from '../queue-of.ts'
import { type RestRoute, route } from '../route.ts'

const tag = 'Tickets'
const versionOf = ({ staff }: TicketDetail) => staff?.version ?? null

/** `message` is plain text, in its place may stand `html`; the text is made from that. `queue` is the name or id of one. */
const createTicketBody = z
  .object({
    title: line(250).describe('One line that says what it is about.'),
    message: z
      .string()
      .max(500_000)
      .optional()
      .describe('The first message as plain text. Either this or `html` is needed.'),
    html: z
      .string()
      .max(1_000_000)
      .optional()
      .describe('The first message as HTML, instead of `message`; its text is made from it.'),
    priority: ticketPriority.optional().describe('How urgent it is; `normal` if left out.'),
    customerEmail: email
      .optional()
      .describe('For staff: who asks, made known if new. Left out, the ticket is your own.'),
    customerName: line(120)
      .optional()
      .describe('The name of a customer who is made known by it; only beside `customerEmail`.'),
    queue: line(120)
      .optional()
      .describe(
        'For staff: the name or the id of the queue (a change takes `queueId`). Left out: that of the first mailbox.',
      ),
    isMailed: z
      .boolean()
      .optional()
      .describe('For staff: also send the message to the customer by mail; false if left out.'),
    attachmentIds: z
      .array(id)
      .max(attachmentLimits.maxPerMessage)
      .default([])
      .describe('Ids that `POST /api/attachments` answered: each goes into one message of yours, within a day.'),
  })
  .strict()
  .refine(({ message, html }) => message === undefined || html === undefined, {
    path: ['message'],
    message: 'send message or html, not both',
  })
  .refine(({ message, html }) => Boolean(message?.trim() || html?.trim()), {
    path: ['message'],
    message: 'is missing: write what it is about, or send html',
  })
  .refine(({ customerName, customerEmail }) => customerName === undefined || customerEmail !== undefined, {
    path: ['customerEmail'],
    message: 'is missing: a name alone says not who asks',
  })

export const ticketRows: RestRoute[] = [
  route({
    method: 'post',
    path: '/api/tickets',
    tag,
    summary: 'Create a ticket',
    description:
      '`message` or `html`, not both. Staff may name a customer by `customerEmail`, who is made known if new, and a queue; without a customer the ticket is their own, as that of a colleague who asks. `isMailed` also sends the text to the customer.',
    procedures: ['tickets.create', 'tickets.get', 'queues.list'],
    body: createTicketBody,
    example: {
      title: 'The printer on the second floor',
      message: 'It smokes.',
      priority: 'high',
      queue: 'Support',
      customerEmail: 'omar@acme.example',
      customerName: 'Omar Haddad',
    },
    answer: ticketDetail,
    status: 201,
    errors: ['forbidden', 'not_found', 'attachment_unavailable'],
    versionOf,
    locationOf: ({ id: ticketId }) => `/api/tickets/${ticketId}`,
    async run({ call, body: { message, queue, ...rest } }) {
      const queueId = queue === undefined ? undefined : await queueIdOf(call, queue)
      const { ticketId } = await call.tickets.create({ ...rest, text: message, ...(queueId && { queueId }) })
      return call.tickets.get({ ticketId })
    },
  }),
  route({
    method: 'put',
    path: '/api/tickets/{ticketId}',
    tag,
    summary: 'Change a ticket',
    description:
      'Any of the fields; what is left out stays. Each is a verb of its own that checks and records for itself, and all happen or none. With `version` or `If-Match` only where the ticket has not changed since. Customers may set `status` to `resolved` and back to `open`.',
    procedures: [
      'tickets.rename',
      'tickets.setPriority',
      'tickets.move',
      'tickets.assign',
      'tickets.tag',
      'tickets.untag',
      'tickets.begin',
      'tickets.resolve',
      'tickets.close',
      'tickets.reopen',
      'tickets.get',
    ],
    params: ticketRefInput,
    body: patchTicketBody,
    example: { status: 'resolved', priority: 'low', tags: ['printer'] },
    answer: ticketDetail,
    errors: ['not_found', 'forbidden', 'ticket_changed', 'wrong_status', 'assignee_not_in_queue'],
    versionOf,
    takesIfMatch: true,
    async run({ ctx, options, params: { ticketId }, body, ifMatch }) {
      const actor = requireAllowed(ctx, 'ticket.resolve')
      const patch = { ...body, version: body.version ?? ifMatch }
      return ctx.desk.run(actor, uow => patchTicket(uow, ticketId, patch), options)
    },
  }),
]
