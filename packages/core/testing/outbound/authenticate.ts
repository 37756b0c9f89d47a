import type { inboundMails } from '@gotrs/db/tables/inbound-mails'
import type { World } from '../world.ts'

type Row = typeof inboundMails.$inferSelect

/** The message of the mail gets this verdict on its sender, as if a check of the mail had found it. */
export async function authenticate(world: World, row: Row, verdict: string | null = 'authenticated'): Promise<Row> {
  await world.pool.query('update messages set sender_verdict = $1 where inbound_mail_id = $2', [verdict, row.id])
  return row
}
