import type { SQL } from 'drizzle-orm'

/** A change that is written in the same statement. */
export type LastChange = {
  /** Unique for its SQL. */
  name: string
  /** A list for `with`. */
  ctes: SQL
  /** By the names of the placeholders, which no other change has. */
  values: Record<string, unknown>
}

/** Events, jobs and hints are written only where it happens. */
export type ConditionalChange = LastChange & {
  happens: SQL
  /** Of the ticket that the events are about, if any. */
  ticketVersion: SQL
}
