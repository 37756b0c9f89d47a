import { maxSearchTerms } from '@gotrs/contract/filter/search-text'
import type { listInboundInput } from '@gotrs/contract/inbound'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { readCursor, timeValue } from '../../kernel/cursor.ts'

/** As its cursors name it. */
export const ledgerList = 'inbound'

/** The condition for the requested mails. Each comparison is written as in the index of the table that serves it. */
export function ledgerFilter(input: z.output<typeof listInboundInput>): SQL | undefined {
  const { state, outcome, mailboxId, q, since, until, cursor } = input
  return and(
    states[state],
    outcome === undefined ? undefined : eq(inboundMails.outcome, outcome),
    mailboxId === undefined ? undefined : eq(inboundMails.mailboxId, mailboxId),
    q === undefined || q === '' ? undefined : holds(q),
    since === undefined ? undefined : gte(inboundMails.receivedAt, timeOf(since)),
    until === undefined ? undefined : lt(inboundMails.receivedAt, timeOf(until)),
    cursor === undefined ? undefined : after(cursor),
  )
}

/** Postgres has no year 0, and nothing came in before there was mail. */
const timeOf = (time: string) => new Date(Math.max(Date.parse(time), 0))

// Written out, not as parameters: a partial index serves only what says the same as its own condition.
const states = {
  all: undefined,
  waiting: sql`${inboundMails.state} = 'received'`,
  quarantined: sql`${inboundMails.state} = 'quarantined'`,
  done: sql`${inboundMails.state} = 'done'`,
} satisfies Record<string, SQL | undefined>

const searched = sql`lower(${inboundMails.fromAddress} || ' ' || ${inboundMails.fromName} || ' ' || ${inboundMails.subject} || ' ' || ${inboundMails.rfcMessageId})`

/** Every word of it, wherever it is: `omar invoice` is a sender and a subject. Of many words the longest, which say most. */
function holds(q: string): SQL | undefined {
  const words = q
    .split(/\s+/)
    .sort((one, other) => other.length - one.length)
    .slice(0, maxSearchTerms)
  return and(...words.map(word => sql`${searched} like '%' || lower(${escapeLike(word)}) || '%'`))
}

const escapeLike = (text: string) =>
  text
    .replaceAll('\0', '')
    .toWellFormed()
    .replace(/[\\%_]/g, '\\$&')

function after(cursor: string): SQL {
  const { value, id } = readCursor(ledgerList, cursor, timeValue)
  return sql`(${inboundMails.receivedAt}, ${inboundMails.id}) < (${value}::timestamptz, ${id}::uuid)`
}
