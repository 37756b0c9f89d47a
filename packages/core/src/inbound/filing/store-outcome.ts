import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { sql } from 'drizzle-orm'
import type { LastChange } from '../../kernel/last-change.ts'
import { preparedSql } from '../../kernel/prepared.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { headerColumns } from '../ledger/header-columns.ts'
import type { FiledOutcome } from './outcome.ts'

type End = { id: string; attempts: number; state: 'done' | 'quarantined'; processedAt: Date }
type Mail = Pick<ParsedMail, 'from' | 'subject' | 'parserVersion'>

const value = (name: string) => sql.placeholder(`mail ${name}`)

const store = sql`
    filed_mail as (update ${inboundMails} set state = ${value('state')}, outcome = ${value('outcome')}, reason = ${value('reason')},
      rule = ${value('rule')}, ticket_id = ${value('ticketId')}, processed_at = ${value('processedAt')},
      attempts = ${value('attempts')}, from_address = ${value('fromAddress')}, from_name = ${value('fromName')},
      subject = ${value('subject')}, automatic_kind = ${value('automaticKind')},
      parser_version = ${value('parserVersion')}, sender_verdict = ${value('verdict')},
      verdict_reason = ${value('verdictReason')}, authentication = ${value('authentication')}
    where id = ${value('id')})`

const storeName = 'store_outcome'
const alone = preparedSql(storeName, () => sql`with ${store} select`)

/** Of a mail in a ticket that was there before, the notices to staff depend on it: it is written before them. */
export function recordOutcome(uow: UnitOfWork, end: End, filed: FiledOutcome, mail: Mail): void {
  const change = storeOutcome(end, filed, mail)
  if (filed.outcome === 'created') uow.changeLast(change)
  else uow.sendLast(alone.query(change.values))
}

/** What becomes of a mail, in its row of the ledger. */
const storeOutcome = (end: End, filed: FiledOutcome, mail: Mail): LastChange => {
  const { authentication, automaticKind = null, ...outcome } = filed
  const { verdict, reason: verdictReason, results } = authentication
  const said = { verdict, verdictReason, authentication: JSON.stringify(results), automaticKind }
  const values = { ...outcome, ...end, ...headerColumns(mail), ...said, parserVersion: mail.parserVersion }
  return {
    name: storeName,
    ctes: store,
    values: Object.fromEntries(Object.entries(values).map(([name, it]) => [`mail ${name}`, it])),
  }
}
