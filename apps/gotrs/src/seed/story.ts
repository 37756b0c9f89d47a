/** The languages of the demo; `ar` is written from right to left. */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'uk', 'ar', 'ja'] as const
export type Language = (typeof languages)[number]

/** The program somebody writes mail with: it decides on HTML and on how an earlier mail is quoted. */
export type MailProgram = 'outlook' | 'gmail' | 'phone' | 'plain'

export type Correspondent = {
  name: string
  email: string
  language: Language
  program: MailProgram
  /** Below every mail; empty for those who sign by hand. */
  signature: string
}

export type StaffName = 'mara' | 'ana' | 'ben'
export type QueueName = 'Support' | 'IT' | 'Billing'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'

/** A file that goes with a message; pictures with a `contentId` stand in the text where `[[contentId]]` stands. */
export type DemoFile = { filename: string; contentType: string; contentId?: string; content(): Buffer }

/**
 * `15 09:14`: 15 working days before the end, at that time (UTC). `+1h20m`: after the turn before. `ago 2h`: before the
 * end; at most six hours, so that it always comes after every working day.
 */
export type When = string

/** Somebody writes a mail: the first one opens a ticket, a later one answers the last mail that person got. */
export type MailTurn = {
  at: When
  mail: Correspondent
  subject?: string
  text: string
  /** For mail that a machine laid out; everybody else's HTML is made from `text` by their mail program. */
  html?: string
  cc?: Correspondent[]
  files?: DemoFile[]
  /** Out of office, or a machine that reports something by itself. */
  automatic?: 'auto-replied' | 'auto-generated'
  /** Answers nothing although it is about the same thing. */
  isFresh?: boolean
}

/** A customer in the portal: with a title a new request, with text alone a reply, with `solved` the "This solved it". */
export type PortalTurn = {
  at: When
  portal: 'omar' | 'lena'
  title?: string
  text?: string
  files?: DemoFile[]
  solved?: true
}

/** A member of staff notes down a call. */
export type PhoneTurn = {
  at: When
  phone: StaffName
  caller: Correspondent
  title: string
  text: string
  queue: QueueName
  priority?: Priority
}

/** What a member of staff does in one sitting, in the order of the fields. */
export type StaffTurn = {
  at: When
  by: StaffName
  reopen?: true
  rename?: string
  priority?: Priority
  tags?: string[]
  take?: true
  assign?: StaffName | 'nobody'
  note?: string
  /** Written and not sent yet. */
  draft?: string
  reply?: string
  cc?: Correspondent[]
  files?: DemoFile[]
  move?: QueueName
  resolve?: true
  close?: true
}

/** The last answer comes back: the mail system of the recipient reports that it cannot be delivered. */
export type BounceTurn = { at: When; bounces: Correspondent; diagnostic: string }

export type Turn = MailTurn | PortalTurn | PhoneTurn | StaffTurn | BounceTurn

/** One ticket from its first message on, with its follow-up where it has one. */
export type Story = { name: string; language: Language; turns: Turn[] }
