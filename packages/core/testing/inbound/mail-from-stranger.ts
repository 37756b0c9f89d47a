import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { processInboundMail } from '../../src/inbound/filing/process.ts'
import { recordInboundMail } from '../../src/inbound/ledger/ledger.ts'
import type { World } from '../world.ts'

/** Records a mail that an unknown server delivered to the SMTP port. Returns its id. */
export async function recordFromStranger(
  world: World,
  raw: string | Buffer,
  envelopeFrom = 'x@evil.example',
  address = '203.0.113.9',
) {
  const { inboundMailId } = await recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'smtp',
    envelopeFrom,
    envelopeTo: ['support@gotrs.example'],
    client: { address, name: 'evil.example' },
    content: typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw,
    maxBytes: 10_000_000,
  })
  return inboundMailId
}

/** Records and files it. Returns its row. */
export async function receiveFromStranger(world: World, raw: string | Buffer, envelopeFrom?: string) {
  return filed(world, await recordFromStranger(world, raw, envelopeFrom))
}

/** The same, delivered from this address. */
export async function receiveFromAddress(world: World, address: string, raw: string | Buffer) {
  return filed(world, await recordFromStranger(world, raw, undefined, address))
}

async function filed(world: World, id: string) {
  await processInboundMail(world, id)
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
  if (!row) throw new Error('The mail is not in the ledger.')
  return row
}
