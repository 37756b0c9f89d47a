import { z } from 'zod'
import { isMailAddress } from './email-address.ts'
import { isSearchable, tooShortReason } from './filter/search-text.ts'

/** Any primary key: a UUID (version 7 where GOTRS made it). */
export const id = z.uuid()
export const isUuid = (text: string): boolean => id.safeParse(text).success

/** A ticket reference as people and REST paths use it: the UUID or the running number. */
export const ticketRef = z
  .union([z.uuid('must be the UUID of a ticket or its number'), z.coerce.number().int().positive().max(2_147_483_647)])
  .meta({ description: 'The UUID or the number of the ticket.', examples: [1001] })
export type TicketRef = z.infer<typeof ticketRef>

/** ISO 8601 in UTC with milliseconds, e.g. `2026-11-22T09:30:00.000Z`. */
export const isoTime = z.iso.datetime().refine(isReadableYear, 'must have a year from 0001 to 9999')

/** The years of RFC 3339, but for the one that no calendar of a database has. */
export function isReadableYear(time: string): boolean {
  return /^\d{4}-/.test(time) && !time.startsWith('0000')
}

/** Optimistic concurrency: the ticket version the caller has seen. A stale one is answered with `ticket_changed`. */
export const version = z.number().int().nonnegative()

/** As that, or `any`: the command is done to whatever is there, for programs that do not care what it was. */
export const seenVersion = z.union([version, z.literal('any')])

/** One line of text people typed: trimmed, no control characters, so that it can never break a mail header. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point (RFC 5322, section 2.2)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line without control characters')

/** What a list is searched for; empty for all of it. */
export const searchText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(text => text === '' || isSearchable(text), tooShortReason)

/** An e-mail address as the envelope takes it: no display name, no comment (RFC 5321, section 4.1.2). */
export const email = z
  .string()
  .trim()
  .max(254)
  .check(({ value, issues }) => {
    if (isMailAddress(value)) return
    issues.push({ code: 'invalid_format', format: 'email', input: value })
  })
  .transform(address => address.toLowerCase())
  .meta({ format: 'email' })

/** An address in an answer, as it is stored. */
export const emailText = z.string().meta({ format: 'email' })

/** Keyset paging: `cursor` is the opaque `nextCursor` of the page before. */
export const paging = {
  limit: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .describe('How many at most: 1 to 100.')
    .meta({ examples: [20] }),
  cursor: z.string().max(1_500).optional().describe('`nextCursor` of the page before; leave it out for the first one.'),
}

const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
const pages = new WeakMap<z.ZodType, z.ZodType>()

/** A page of a list; `nextCursor` is null on the last page. Each shape has one kind of page, which has its name. */
export function page<T extends z.ZodType>(item: T): ReturnType<typeof pageOf<T>> {
  const name = item.meta()?.id
  const made = pages.get(item) ?? (name === undefined ? pageOf(item) : pageOf(item).meta({ id: `${name}Page` }))
  pages.set(item, made)
  return made as ReturnType<typeof pageOf<T>>
}
export type Page<T> = { items: T[]; nextCursor: string | null }
