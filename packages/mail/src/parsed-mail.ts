import type { Content } from './content.ts'

/** Increased whenever the meaning of a parsed field changes, so that stored mails can be parsed again. */
export const PARSER_VERSION = 3

export type MailAddress = { name: string; address: string }

export type ParsedAttachment = {
  /** Cleaned for display: no path, no control, zero-width or direction-override characters. Never empty. */
  filename: string
  contentType: string
  size: number
  /** Lower-case hexadecimal digest of `content`. */
  sha256: string
  /** Without angle brackets, as a `cid:` URL spells it. */
  contentId: string | null
  /** Shown in the body: an `<img>` of the HTML names it, and browsers show this format. Every other file must be listed. */
  isInline: boolean
  content: Content
}

export type BounceAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

export type Bounce = {
  action: BounceAction
  /** RFC 3463 status such as `5.1.1`. */
  status: string
  recipient: string
  /** Message-ID of the mail that bounced, in angle brackets. */
  originalMessageId: string | null
  /** The remote server's own words. */
  diagnostic: string | null
}

/** Why a mail is automatic. `no` is a person; all other mail is never answered automatically. */
export type AutomaticKind = 'no' | 'auto_generated' | 'auto_replied' | 'out_of_office' | 'bulk' | 'list' | 'bounce'

/** Decoded header: name as written, value unfolded and decoded to Unicode. */
export type MailHeader = [name: string, value: string]

/** The event that a mail invites to. https://www.rfc-editor.org/rfc/rfc5546 */
export type MailInvitation = {
  method: 'request' | 'cancel' | 'reply' | 'publish' | 'other'
  title: string
  /** ISO 8601 in UTC; of an event of whole days the dates alone, `endsAt` being the last of them. */
  startsAt: string | null
  endsAt: string | null
  isAllDay: boolean
  place: string
  organiser: string
}

export type ParsedMail = {
  /** In angle brackets, as in the header; so are `inReplyTo` and `references`. */
  messageId: string | null
  from: MailAddress | null
  /** More than one From header or address, or one that parsers disagree about: never match by this sender. */
  fromIsAmbiguous: boolean
  /** The first of `replyTos`. */
  replyTo: MailAddress | null
  replyTos: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  /** Bare lower-case addresses from Delivered-To, X-Original-To, Envelope-To and their like. */
  deliveredTo: string[]
  /** Empty if the mail has none. */
  subject: string
  date: Date | null
  inReplyTo: string | null
  /** Oldest first, the newest 50 kept. */
  references: string[]
  text: string
  /** There is no text part: `text` is derived from the HTML. */
  isTextFromHtml: boolean
  /** Decoded as sent and NOT sanitised. */
  html: string | null
  attachments: ParsedAttachment[]
  /** How the mail is encrypted; the desk cannot decrypt it. */
  encryption: 'smime' | 'pgp' | null
  /** The first event of the first calendar file. */
  invitation: MailInvitation | null
  autoSubmitted: AutomaticKind
  /** The most severe report of `bounces`. */
  bounce: Bounce | null
  /** One for each recipient that the report names. */
  bounces: Bounce[]
  headers: MailHeader[]
  parserVersion: number
}
