import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { eq, type SQL, sql } from 'drizzle-orm'
import { personInSql } from '../../correspondents/person-by-address.ts'
import { prepared } from '../../kernel/prepared.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { ownAddressesInSql } from '../../mailboxes/own-addresses.ts'
import { hasEarlierMail } from '../ledger/earlier-mail.ts'
import { usableAddress } from './usable-address.ts'

const { queueId, spamFilters } = mailboxes
const mailboxRules = { queueId, spamFilters }

const isInOutbox = sql<boolean>`exists (select from ${outboundMails} sent where sent.rfc_message_id = ${inboundMails.rfcMessageId})`

/** Is there such another mail in the ledger? */
const hasOther = (such: SQL) =>
  sql<boolean>`exists (select from ${inboundMails} other where ${such} and other.id <> ${inboundMails.id})`

// It counts: to find only one the planner would read the whole ledger, because it expects many.
const isAnswered = sql<boolean>`((select count(*) from ${inboundMails} other
  where other.thread_ids @> array[${inboundMails.rfcMessageId}] and other.id <> ${inboundMails.id}) > 0)`

const lockedMail = prepared('lock_inbound_mail', db =>
  db
    .select({
      state: inboundMails.state,
      mailbox: mailboxRules,
      hasToWait: hasEarlierMail,
      own: ownAddressesInSql,
      isInOutbox,
      hasNamesake: hasOther(sql`other.rfc_message_id = ${inboundMails.rfcMessageId}`),
      isAnswered,
      person: personInSql(sql`${sql.placeholder('sender')}::citext`),
    })
    .from(inboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, inboundMails.mailboxId))
    .where(eq(inboundMails.id, sql.placeholder('id')))
    .for('update', { of: inboundMails }),
)

/** Locks the row of a mail, and reads what nearly every mail needs to be filed, for which its conversation has to be locked. */
export async function lockInboundMail({ db }: Pick<UnitOfWork, 'db'>, id: string, from: MailAddress | null) {
  const address = usableAddress(from?.address ?? '') ?? ''
  const [found] = await lockedMail(db, { id, sender: address })
  if (!found) return null
  const { person, ...locked } = found
  return { ...locked, writer: { address, person } }
}
