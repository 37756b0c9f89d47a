import * as accounts from './tables/accounts.ts'
import * as apiTokens from './tables/api-tokens.ts'
import * as bulkActs from './tables/bulk-acts.ts'
import * as events from './tables/events.ts'
import * as idempotencyKeys from './tables/idempotency-keys.ts'
import * as inboundMails from './tables/inbound-mails.ts'
import * as mailboxes from './tables/mailboxes.ts'
import * as messages from './tables/messages.ts'
import * as notices from './tables/notices.ts'
import * as outboundMails from './tables/outbound-mails.ts'
import * as people from './tables/people.ts'
import * as presence from './tables/presence.ts'
import * as searchRows from './tables/search-rows.ts'
import * as settings from './tables/settings.ts'
import * as tickets from './tables/tickets.ts'
import * as views from './tables/views.ts'
import * as webhooks from './tables/webhooks.ts'

/** Every table, for drizzle-kit (`drizzle.config.ts`) and for tests that look at all of them. */
export const schema = {
  ...accounts,
  ...bulkActs,
  ...events,
  ...idempotencyKeys,
  ...inboundMails,
  ...mailboxes,
  ...notices,
  ...outboundMails,
  ...messages,
  ...people,
  ...presence,
  ...searchRows,
  ...settings,
  ...tickets,
  ...apiTokens,
  ...views,
  ...webhooks,
}
