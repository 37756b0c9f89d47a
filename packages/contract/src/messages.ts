import { z } from 'zod'
import { attachment, attachmentLimits } from './attachments.ts'
import { email, emailText, id, isoTime, line, paging, seenVersion, ticketRef, version } from './ids.ts'
import { staffMember } from './people.ts'
import { role } from './roles.ts'
import { shape } from './shape.ts'

export const messageKinds = ['public', 'note', 'held'] as const
export const messageKind = z.enum(messageKinds)
export type MessageKind = z.infer<typeof messageKind>

/** The kinds that a person writes. `held` is only what came by mail and waits for a decision by staff. */
export const writtenKind = z.enum(['public', 'note'])
export type WrittenKind = z.infer<typeof writtenKind>

export const channels = ['email', 'web', 'api', 'phone'] as const
export const channel = z.enum(channels).meta({ id: 'Channel' })
export type Channel = z.infer<typeof channel>

/** `authenticated`: proven. `unknown`: neither proven nor disproven. `contradicted`: there is evidence against it. */
export const senderVerdict = z.enum(['authenticated', 'unknown', 'contradicted'])
export type SenderVerdict = z.infer<typeof senderVerdict>

/** The status of an outgoing mail, or of one recipient. `unknown`: the connection broke after DATA; it is tried again with the same Message-ID. */
export const deliveryStatus = z.enum(['queued', 'sent', 'caught', 'failed', 'unknown', 'cancelled'])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

export const delivery = shape('Delivery', {
  status: deliveryStatus,
  attempts: z.number().int(),
  /** When a server last took it, and when it is tried next: after a refusal, or under the mailbox's hourly limit. */
  sentAt: isoTime.nullable(),
  nextAttemptAt: isoTime.nullable(),
  recipients: z.array(z.object({ address: z.string(), status: deliveryStatus, response: z.string().nullable() })),
})

/** The event that a mail invites to. Times are in UTC; those of a day as a whole are dates alone (`2026-11-30`). */
export const invitation = shape('Invitation', {
  method: z.enum(['request', 'cancel', 'reply', 'publish', 'other']),
  title: z.string(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  isAllDay: z.boolean(),
  place: z.string(),
  organiser: z.string(),
})
export type Invitation = z.infer<typeof invitation>

/** Why a mail is in this ticket: the rule that matched (mail threading) and a sentence of detail. */
export const threading = shape('Threading', { rule: z.string(), reason: z.string(), suggestedTicketId: id.nullable() })

/**
 * One message of the conversation. `text` and `html` are what the author wrote; what was quoted is in `quotedText` and
 * `quotedHtml`, folded and never lost. HTML is sanitised: remote images wait in `data-remote-src`. `staff` is null for
 * customers, who never get a message of kind `note`.
 */
export const message = shape('Message', {
  id,
  kind: messageKind,
  channel,
  author: z.object({ id: id.nullable(), name: z.string(), email: emailText, role }),
  text: z.string(),
  html: z.string().nullable(),
  quotedText: z.string().nullable(),
  quotedHtml: z.string().nullable(),
  attachments: z.array(attachment),
  createdAt: isoTime,
  /**
   * How far the sender of a mail can be trusted: anybody can write any address on a mail. Null where it is no mail, or
   * an agent forwarded it.
   */
  senderVerdict: senderVerdict.nullable(),
  /** The event that the mail invites to; null where it invites to none. */
  invitation: invitation.nullable(),
  /** How the mail is encrypted, so that it cannot be read here; null where it is not. */
  encryption: z.enum(['smime', 'pgp']).nullable(),
  staff: z
    .object({
      to: z.array(z.string()),
      cc: z.array(z.string()),
      bcc: z.array(z.string()),
      /** Where its sender wants answers to go; empty: to the sender. */
      replyTo: z.array(z.string()),
      delivery: delivery.nullable(),
      threading: threading.nullable(),
      /** Why the mail is not a person's own words (`out_of_office`, `auto_replied`, …); null where it is, or is no mail. */
      automaticKind: z.string().nullable(),
      /** The mail of the ledger that it came in by, and of the outbox that it left by. */
      inboundMailId: id.nullable(),
      outboundMailId: id.nullable(),
      /** The reason for the verdict on the sender, in a sentence; null without one. */
      verdictReason: z.string().nullable(),
      /** The ticket that somebody moved it here from, and may move it back to. */
      movedFrom: z.object({ ticketId: id, number: z.number().int() }).nullable(),
      /** The colleagues whom the note mentions. */
      mentions: z.array(staffMember),
      /** Its HTML has pictures on other servers, which are loaded when the reader asks for them. */
      hasRemoteImages: z.boolean(),
    })
    .nullable(),
})
export type Message = z.infer<typeof message>

const body = {
  text: z.string().max(500_000).optional(),
  html: z.string().max(1_000_000).optional(),
  attachmentIds: z.array(id).max(attachmentLimits.maxPerMessage).default([]),
}
const recipients = z.array(email).max(50).optional()

/** A public answer. Either `text` or `html`; staff must send the `version` they saw, and may name `to`, `cc` and `bcc`. */
export const replyInput = z
  .object({
    ticketId: ticketRef,
    version: seenVersion.optional(),
    ...body,
    to: recipients,
    cc: recipients,
    bcc: recipients,
    thenResolve: z.boolean().default(false),
  })
  .strict()
  .refine(hasOneBody, { path: ['text'], message: 'send text or html, not both' })
  .refine(hasBody, { path: ['text'], message: 'write some text or attach a file' })

/** An internal note: staff only, never mailed, never shown to customers. */
export const noteInput = z
  .object({
    ticketId: ticketRef,
    ...body,
    mentionedIds: z
      .array(id)
      .max(20)
      .optional()
      .describe(
        'Colleagues whom the note mentions: active staff who may read the ticket. Each gets a notice, and follows the ticket.',
      ),
  })
  .strict()
  .refine(hasOneBody, { path: ['text'], message: 'send text or html, not both' })
  .refine(hasBody, { path: ['text'], message: 'write some text or attach a file' })

/** Earlier messages of a ticket, newest page first; `cursor` is `earlierCursor` of the page before. */
export const listMessagesInput = z
  .object({
    ticketId: ticketRef,
    ...paging,
  })
  .strict()
export const messagePage = shape('LatestMessages', { items: z.array(message), earlierCursor: z.string().nullable() })
export type MessagePage = z.infer<typeof messagePage>

/** What a verb on messages answers: the new message's id and the ticket's version after it (null for customers). */
export const postedMessage = shape('PostedMessage', {
  messageId: id,
  ticketId: id,
  ticketNumber: z.number().int(),
  version: version.nullable(),
})
export type PostedMessage = z.infer<typeof postedMessage>

/** A mail in the wrong ticket: to another one, or to a new one of its own. */
export const moveMessageInput = z
  .object({
    messageId: id,
    version: version.describe('The `staff.version` of the ticket that it is in.'),
    to: z
      .union([z.object({ ticketId: ticketRef }).strict(), z.object({ title: line(250).optional() }).strict()])
      .describe('`{ticketId}`: another ticket (id or number); `{title}` or `{}`: a new one of its own.'),
  })
  .strict()
export type MoveMessageInput = z.infer<typeof moveMessageInput>
/** Accepts a held mail. `addressOf`: the sender is a further address of this person, who takes part in the ticket. */
export const acceptHeldInput = z
  .object({
    messageId: id,
    addressOf: id
      .optional()
      .describe('Whose further address the sender is. Left out: the sender joins the conversation.'),
  })
  .strict()
export type AcceptHeldInput = z.infer<typeof acceptHeldInput>
/** Makes a held mail a ticket of its own. */
export const splitHeldInput = z
  .object({
    messageId: id,
    title: line(250).optional().describe('The subject of the new ticket. Left out: the subject of the mail.'),
  })
  .strict()
export type SplitHeldInput = z.infer<typeof splitHeldInput>
export const messageRefInput = z.object({ messageId: id }).strict()
export const movedMessage = shape('MovedMessage', {
  messageId: id,
  ticketId: id,
  ticketNumber: z.number().int(),
  fromTicketId: id,
  fromTicketNumber: z.number().int(),
})
export type MovedMessage = z.infer<typeof movedMessage>

/** The first 200 kB of the mail that a message came in by, as text. */
export const rawMail = shape('RawMail', { rawText: z.string(), isRawCut: z.boolean(), size: z.number().int() })
export type RawMail = z.infer<typeof rawMail>

/** With both one of the two would be lost: the text is made from the HTML. */
export function hasOneBody({ text, html }: { text?: string | undefined; html?: string | undefined }): boolean {
  return text === undefined || html === undefined
}

function hasBody(input: { text?: string | undefined; html?: string | undefined; attachmentIds: string[] }): boolean {
  return Boolean(input.text?.trim() || input.html?.trim() || input.attachmentIds.length > 0)
}
