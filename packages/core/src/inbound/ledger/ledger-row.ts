import type { inboundMails } from '@gotrs/db/tables/inbound-mails'

export type LedgerRow = typeof inboundMails.$inferSelect
