import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import type { OutgoingCopy } from '../../src/outbound/outgoing-copies.ts'
import { sendDueMails } from '../../src/outbound/send.ts'
import { receive } from '../inbound/letters.ts'
import type { World } from '../world.ts'

export type SentMail = OutgoingCopy & { parsed: ParsedMail }

/** Runs all jobs and sends every due mail. Returns the mails that left the desk. */
export async function sendAll(world: World): Promise<SentMail[]> {
  const sent: SentMail[] = []
  const accept = async (copy: OutgoingCopy) => {
    sent.push({ ...copy, parsed: await parseMail(copy.raw) })
    return { kind: 'answered' as const, accepted: copy.to, refused: [], response: '250 ok' }
  }
  await world.settle()
  while ((await sendDueMails(world, accept)) > 0) await world.settle()
  return sent
}

/** The desk receives a mail as a mail server delivers it: the same bytes and envelope. */
export async function receiveSent(world: World, mail: OutgoingCopy): Promise<string> {
  const row = await receive(world, mail.raw, { envelopeFrom: mail.from, envelopeTo: mail.to })
  await world.settle()
  return row.outcome ?? ''
}

export const allTickets = async (world: World) =>
  (await world.pool.query<{ id: string }>('select id from tickets order by created_at, id')).rows.map(row => row.id)

export const automaticMails = async (world: World, address: string) => {
  const sql = `select count(*)::int as count from outbound_mails m join outbound_recipients r on r.mail_id = m.id
    where r.address = $1 and m.purpose <> 'reply'`
  return (await world.pool.query<{ count: number }>(sql, [address])).rows[0]?.count ?? 0
}
