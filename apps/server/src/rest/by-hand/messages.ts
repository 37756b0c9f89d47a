import { attachmentLimits } from '@gotrs/contract/attachments'
import { DeskError } from '@gotrs/contract/errors'
import { email, id, page, paging, type ticketRef, version } from '@gotrs/contract/ids'
import { message, writtenKind } from '@gotrs/contract/messages'
import { ticketRefInput } from '@gotrs/contract/tickets'
import { z } from 'zod'
import { type Procedures, type RestRoute, route } from '../route.ts'

const tag = 'Messages'
const recipients = z.array(email).max(50).optional()

/** `text` or `html`, not both. `version` (or `If-Match`): send only if nothing has come since; left out, it is sent in any case. */
const postMessageBody = z
  .object({
    kind: writtenKind.default('public').describe('`public` for an answer, `note` for staff alone.'),
    text: z
      .string()
      .max(500_000)
      .optional()
      .describe('What you write, as plain text. This, `html` or a file is needed.'),
    html: z
      .string()
      .max(1_000_000)
      .optional()
      .describe('What you write, as HTML, instead of `text`; the text is made from it.'),
    to: recipients.describe('Addresses that it is mailed to, instead of the customer.'),
    cc: recipients.describe('Addresses in copy, instead of those of the ticket.'),
    bcc: recipients.describe('Addresses in copy that nobody else sees.'),
    attachmentIds: z
      .array(id)
      .max(attachmentLimits.maxPerMessage)
      .default([])
      .describe('Ids that `POST /api/attachments` answered: each goes into one message of yours, within a day.'),
    thenResolve: z.boolean().default(false).describe('Also resolves the ticket.'),
    version: version
      .optional()
      .describe(
        'The `staff.version` that you read. If the ticket has changed since, the call is rejected. As `If-Match`.',
      ),
  })
  .strict()

export const messageRows: RestRoute[] = [
  // The procedure answers `earlierCursor`, as in `tickets.get`; every list of REST has `nextCursor`.
  route({
    method: 'get',
    path: '/api/tickets/{ticketId}/messages',
    operationId: 'listMessages',
    tag,
    summary: 'List the messages of a ticket',
    description:
      'The latest page first, each page oldest first; `nextCursor` leads to earlier ones. Customers never get a note.',
    procedures: ['messages.list'],
    params: ticketRefInput,
    query: z.object(paging).strict(),
    answer: page(message),
    errors: ['not_found', 'invalid_cursor'],
    async run({ call, params, query }) {
      const { items, earlierCursor } = await call.messages.list({ ...params, ...query })
      return { items, nextCursor: earlierCursor }
    },
  }),
  // One path for what are two procedures, by `kind`.
  route({
    method: 'post',
    path: '/api/tickets/{ticketId}/messages',
    operationId: 'createMessage',
    tag,
    summary: 'Answer, or add a note',
    description:
      "A public message by staff leaves as mail to the customer and those in copy, unless `to` and `cc` name others. A note is for staff alone. A customer who answers a closed ticket starts a follow-up: the header `Location` names the message's ticket.",
    procedures: ['messages.reply', 'messages.addNote', 'messages.get'],
    params: ticketRefInput,
    body: postMessageBody,
    example: { kind: 'public', text: 'Somebody is on the way.', thenResolve: false },
    answer: message,
    status: 201,
    errors: [
      'not_found',
      'forbidden',
      'ticket_changed',
      'ticket_closed',
      'wrong_status',
      'no_recipient',
      'attachment_unavailable',
    ],
    takesIfMatch: true,
    run({ callThenRead, params, body, ifMatch, headers }) {
      const { kind, version: given, ...rest } = body
      // Staff must send the version that they answer; a program may leave it out.
      const seen = given ?? ifMatch
      const post = ({ messages }: Procedures) =>
        kind === 'note'
          ? messages.addNote(noteOf(params.ticketId, { ...rest, version: seen }))
          : messages.reply({ ...params, ...rest, version: seen ?? 'any' })
      return callThenRead(post, ({ messages }, { ticketId, messageId }) => {
        headers.set('Location', `/api/tickets/${ticketId}`)
        return messages.get({ messageId })
      })
    },
  }),
]

const versionless = 'a note is added to any version: leave it out, and If-Match too'

type Body = Omit<z.output<typeof postMessageBody>, 'kind'>

function noteOf(ticketId: z.output<typeof ticketRef>, { text, html, attachmentIds, ...unused }: Body) {
  const { thenResolve, ...addressed } = unused
  const issues = Object.entries({ ...addressed, ...(thenResolve && { thenResolve }) })
    .filter(([, value]) => value !== undefined)
    .map(([path]) => ({ path, message: path === 'version' ? versionless : 'a note is mailed to nobody: leave it out' }))
  if (issues.length > 0) throw new DeskError('invalid_input', { issues })
  return { ticketId, text, html, attachmentIds }
}
