import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { type SQL, sql } from 'drizzle-orm'

/**
 * Of a row of the ledger: does a mail that it answers or refers to still wait to be read, in whatever mailbox? One that is
 * kept back for a reason of its own, such as the rate of its sender, holds up no other.
 *
 * Mails that name each other in a circle must not all wait. So of two that wait themselves only the one that was written
 * later waits for the other; for a mail that waits for none, everybody does.
 */
export const hasEarlierMail: SQL<boolean> = sql<boolean>`exists (
  select from ${inboundMails} earlier
  where earlier.rfc_message_id = any(${inboundMails}.thread_ids) and earlier.id <> ${inboundMails}.id
    and earlier.state = 'received' and earlier.reason is null
    and ((coalesce(earlier.written_at, earlier.received_at), earlier.id)
        < (coalesce(${inboundMails}.written_at, ${inboundMails}.received_at), ${inboundMails}.id)
      or not exists (
        select from ${inboundMails} earliest
        where earliest.rfc_message_id = any(earlier.thread_ids) and earliest.id <> earlier.id
          and earliest.state = 'received' and earliest.reason is null)))`
