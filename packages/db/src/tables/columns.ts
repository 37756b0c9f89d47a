import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Times have milliseconds, as JavaScript's do, so that a cursor made from one is exact. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** UUID version 7, made by the unit of work from its own clock. */
export const primaryId = () => uuid('id').primaryKey()

/** Text that compares without case (extension citext). */
export const citext = customType<{ data: string }>({ dataType: () => 'citext' })

export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
