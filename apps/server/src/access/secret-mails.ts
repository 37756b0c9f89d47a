import { randomUUID } from 'node:crypto'
import { systemActor } from '@gotrs/core/kernel/actor'
import type { World } from '@gotrs/core/testing/world'

export const secretMailStates = ['queued', 'unknown', 'caught', 'sent', 'failed', 'cancelled'] as const
type State = (typeof secretMailStates)[number]
export type SecretMails = Record<State, string>

/** The mail with the link of a token, once in each status of a mail, with its text and bytes. */
export async function mailSecret(world: World, tokenId: string): Promise<SecretMails> {
  await world.run(systemActor('setup'), async uow => {
    uow.emit('user.passwordResetRequested', { tokenId })
  })
  await world.settle()
  const { rows } = await world.pool.query(
    `select id from outbound_mails where is_secret order by created_at desc limit 1`,
  )
  const original = String(rows[0]?.id)
  const mails = secretMailStates.map(state => [state, randomUUID()] as const)
  for (const [state, id] of mails) await copy(world, original, id, state)
  await world.pool.query('delete from outbound_mails where id = $1', [original])
  return Object.fromEntries(mails) as SecretMails
}

async function copy({ pool }: World, original: string, id: string, state: State): Promise<void> {
  const waits = state === 'queued' || state === 'unknown'
  await pool.query(
    `insert into outbound_mails select copy.* from outbound_mails m, jsonb_populate_record(m, jsonb_build_object(
       'id', $2::text, 'status', $3::text, 'rfc_message_id', $2::text, 'dedupe_key', $2::text,
       'next_attempt_at', case when $4 then now() + interval '1 day' end)) copy where m.id = $1`,
    [original, id, state, waits],
  )
  await pool.query(
    `insert into outbound_recipients select copy.* from outbound_recipients r, jsonb_populate_record(r, jsonb_build_object(
       'mail_id', $2::text, 'status', $3::text)) copy where r.mail_id = $1`,
    [original, id, state],
  )
}
