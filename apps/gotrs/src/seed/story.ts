import { z } from 'zod'
import { demoFile } from './demo-files.ts'
import { type Correspondent, correspondents, languages, staffNames } from './people.ts'

const queueNames = ['Support', 'IT', 'Billing'] as const
export type QueueName = (typeof queueNames)[number]

/**
 * `15 09:14`: 15 working days before the end, at that time (UTC). `+1h20m`: after the turn before. `ago 2h`: before the
 * end; at most six hours, so that it always comes after every working day.
 */
export type When = string
const at = z.string()

/** One line, or a list of lines; see mails/markup.ts for the marks in them. */
const words = z.union([z.string(), z.array(z.string()).transform(lines => lines.join('\n'))])
const yes = z.literal(true)
const byName: Record<string, Correspondent> = correspondents
const correspondent = z
  .string()
  .refine(name => name in byName, 'no such person in people.ts')
  .transform(name => byName[name] as Correspondent)
const files = z.array(demoFile)
const staff = z.enum(staffNames)
const queue = z.enum(queueNames)
const priority = z.enum(['low', 'normal', 'high', 'urgent'])

/** Somebody writes a mail: the first one opens a ticket, a later one answers the last mail that person got. */
const mailTurn = z.strictObject({
  at,
  mail: correspondent,
  subject: z.string().optional(),
  text: words,
  /** For mail that a machine laid out; everybody else's HTML is made from `text` by their mail program. */
  html: words.optional(),
  cc: z.array(correspondent).optional(),
  files: files.optional(),
  /** Out of office, or a machine that reports something by itself. */
  automatic: z.enum(['auto-replied', 'auto-generated']).optional(),
  /** Answers nothing although it is about the same thing. */
  isFresh: z.boolean().optional(),
})
export type MailTurn = z.infer<typeof mailTurn>

/** A customer in the portal: with a title a new request, with text alone a reply, with `solved` the "This solved it". */
const portalTurn = z.strictObject({
  at,
  portal: z.enum(['omar', 'lena']),
  title: z.string().optional(),
  text: words.optional(),
  files: files.optional(),
  solved: yes.optional(),
})
export type PortalTurn = z.infer<typeof portalTurn>

/** A member of staff notes down a call. */
const phoneTurn = z.strictObject({
  at,
  phone: staff,
  caller: correspondent,
  title: z.string(),
  text: words,
  queue,
  priority: priority.optional(),
})
export type PhoneTurn = z.infer<typeof phoneTurn>

/** What a member of staff does in one sitting, in the order of the fields. */
const staffTurn = z.strictObject({
  at,
  by: staff,
  reopen: yes.optional(),
  rename: z.string().optional(),
  priority: priority.optional(),
  tags: z.array(z.string()).optional(),
  take: yes.optional(),
  assign: z.enum([...staffNames, 'nobody']).optional(),
  note: words.optional(),
  /** Written and not sent yet. */
  draft: words.optional(),
  reply: words.optional(),
  cc: z.array(correspondent).optional(),
  files: files.optional(),
  move: queue.optional(),
  resolve: yes.optional(),
  close: yes.optional(),
})
export type StaffTurn = z.infer<typeof staffTurn>

/** The last answer comes back: the mail system of the recipient reports that it cannot be delivered. */
const bounceTurn = z.strictObject({ at, bounces: correspondent, diagnostic: z.string() })
export type BounceTurn = z.infer<typeof bounceTurn>

/** The key that identifies the kind of a turn, so that a mistake in it is reported only for that kind. */
const turnKinds = { mail: mailTurn, portal: portalTurn, phone: phoneTurn, by: staffTurn, bounces: bounceTurn }
export type Turn = MailTurn | PortalTurn | PhoneTurn | StaffTurn | BounceTurn

const turn = z.looseObject({}).transform((raw, context): Turn => {
  const kind = Object.entries(turnKinds).find(([key]) => key in raw)
  const read = kind?.[1].safeParse(raw)
  if (read?.success) return read.data
  if (!read) context.addIssue(`a turn has one of ${Object.keys(turnKinds).join(', ')}`)
  for (const { path, message } of read?.error.issues ?? []) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

/** What a file in demo/stories/ holds. */
export const storyFile = z.strictObject({ language: z.enum(languages), turns: z.array(turn).min(1) })

/** One ticket from its first message on, with its follow-up where it has one. */
export type Story = z.infer<typeof storyFile> & { name: string }
