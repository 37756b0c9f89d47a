import { type TicketDetail, ticketDetail, ticketRefInput } from '@gotrs/contract/tickets'
import { requireAllowed } from '../../trpc.ts'
import { patchTicket, patchTicketBody } from '../patch-ticket.ts'
import { type RestRoute, route, withPatch } from '../route.ts'

const tag = 'Tickets'
const versionOf = ({ staff }: TicketDetail) => staff?.version ?? null

export const ticketRows: RestRoute[] = [
  ...withPatch(
    route({
      method: 'put',
      path: '/api/tickets/{ticketId}',
      operationId: 'updateTicket',
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
        'tickets.open',
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
  ),
]
