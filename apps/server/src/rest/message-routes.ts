import { attachmentLimits } from '@gotrs/contract/attachments'
import { DeskError } from '@gotrs/contract/errors'
import { email, id, page, paging, type ticketRef, version } from '@gotrs/contract/ids'
import {
  acceptHeldInput,
  delivery,
  message,
  messageRefInput,
  movedMessage,
  moveMessageInput,
  rawMail,
  splitHeldInput,
  writtenKind,
} from '@gotrs/contract/messages'
import { ticketRefInput, ticketVersion } from '@gotrs/contract/tickets'
import { z } from 'zod'
import { type RestRoute, route } from './route.ts'

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
      .describe('The `staff.version` that you read: changed meanwhile, it is refused. As `If-Match`.'),
  })
  .strict()

export const messageRoutes: RestRoute[] = [
  route({
    method: 'get',
    path: '/api/tickets/{ticketId}/messages',
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
  route({
    method: 'post',
    path: '/api/tickets/{ticketId}/messages',
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
    async run({ call, params, body, ifMatch, headers }) {
      const { kind, version: given, ...rest } = body
      // Staff always say which version they answer; a program that does not care says so.
      const seen = given ?? ifMatch
      const posted =
        kind === 'note'
          ? await call.messages.addNote(noteOf(params.ticketId, { ...rest, version: seen }))
          : await call.messages.reply({ ...params, ...rest, version: seen ?? 'any' })
      headers.set('Location', `/api/tickets/${posted.ticketId}`)
      return call.messages.get({ messageId: posted.messageId })
    },
  }),
  route({
    method: 'get',
    path: '/api/messages/{messageId}',
    tag,
    summary: 'Read a message',
    procedures: ['messages.get'],
    params: messageRefInput,
    answer: message,
    errors: ['not_found'],
    run: ({ call, params }) => call.messages.get(params),
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/move',
    tag,
    summary: 'Move a message to another ticket, or to one of its own',
    procedures: ['messages.move'],
    params: messageRefInput,
    body: moveMessageInput.omit({ messageId: true }).strict(),
    answer: movedMessage,
    errors: ['not_found', 'ticket_changed'],
    run: ({ call, params, body }) => call.messages.move({ ...params, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/move-back',
    tag,
    summary: 'Move a message back to where it was moved from',
    procedures: ['messages.moveBack'],
    params: messageRefInput,
    answer: movedMessage,
    errors: ['not_found'],
    run: ({ call, params }) => call.messages.moveBack(params),
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/accept',
    tag,
    summary: 'Accept a held mail',
    description:
      'A mail that names a ticket but comes from somebody who takes no part in it is held: kind `held`, for staff alone. Accepted, it becomes part of the conversation; its sender joins, or with `addressOf` is one more address of that person. A personal API token sends no `addressOf`; for that log in within the last 15 minutes.',
    procedures: ['messages.accept', 'messages.get'],
    params: messageRefInput,
    body: acceptHeldInput.omit({ messageId: true }).strict(),
    answer: message,
    errors: ['not_found', 'wrong_status', 'ticket_closed', 'already_exists'],
    async run({ call, params, body }) {
      const { messageId } = await call.messages.accept({ ...params, ...body })
      return call.messages.get({ messageId })
    },
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/split',
    tag,
    summary: 'Make a held mail a ticket of its own',
    procedures: ['messages.split'],
    params: messageRefInput,
    body: splitHeldInput.omit({ messageId: true }).strict(),
    answer: movedMessage,
    errors: ['not_found', 'wrong_status'],
    run: ({ call, params, body }) => call.messages.split({ ...params, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/reject',
    tag,
    summary: 'Reject a held mail',
    description: 'It leaves the ticket. The ledger keeps it, and an admin can file it from there.',
    procedures: ['messages.reject'],
    params: messageRefInput,
    answer: ticketVersion,
    errors: ['not_found', 'wrong_status'],
    run: ({ call, params }) => call.messages.reject(params),
  }),
  route({
    method: 'post',
    path: '/api/messages/{messageId}/retry',
    tag,
    summary: 'Send the mail of a message again',
    procedures: ['messages.retryDelivery'],
    params: messageRefInput,
    answer: delivery,
    errors: ['not_found', 'wrong_status'],
    run: ({ call, params }) => call.messages.retryDelivery(params),
  }),
  route({
    method: 'get',
    path: '/api/messages/{messageId}/source',
    tag,
    summary: 'The beginning of the mail that a message came in by, as text',
    procedures: ['messages.raw'],
    params: messageRefInput,
    answer: rawMail,
    errors: ['not_found', 'raw_mail_gone'],
    run: ({ call, params }) => call.messages.raw(params),
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
