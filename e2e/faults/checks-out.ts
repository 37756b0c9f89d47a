import { tokensIn } from './monitor.ts'
import type { Stage } from './stage.ts'

type Mail = {
  id: string
  messageId: string | null
  rfcMessageId: string
  status: string
  attempts: number
  wasUnknown: boolean
  recipients: { address: string; status: string; response: string | null }[]
}

const outbox = `
  select mail.id, mail.message_id as "messageId", mail.rfc_message_id as "rfcMessageId", mail.status, mail.attempts,
    exists (select from witness.outbound seen where seen.id = mail.id and seen.status = 'unknown') as "wasUnknown",
    (select jsonb_agg(jsonb_build_object('address', address, 'status', status, 'response', response))
      from outbound_recipients where mail_id = mail.id) as recipients
  from outbound_mails mail`

/** I5: every answer exists once and is sent once; one that was sent twice was `unknown` in between. */
export async function checkOutbox({ world, agent, report }: Stage): Promise<void> {
  const mails = await world.postgres.ask<Mail>(outbox)
  const copies = Map.groupBy(
    world.sink.mails.filter(it => it.isAcknowledged).flatMap(it => it.recipients.map(to => `${it.messageId} ${to}`)),
    it => it,
  )
  for (const mail of mails) {
    report.count('mails of the outbox')
    report.count(`outbox: ${mail.status}`)
    if (!['sent', 'failed'].includes(mail.status)) report.failure('I5', `${mail.rfcMessageId} is still ${mail.status}`)
    for (const { address, status, response } of mail.recipients ?? []) {
      const count = copies.get(`${mail.rfcMessageId} ${address.toLowerCase()}`)?.length ?? 0
      if (status === 'sent' && count === 0)
        report.failure('I5', `${mail.rfcMessageId} counts as sent, but ${address} did not get it`)
      if (status === 'failed' && !response)
        report.failure('I5', `${mail.rfcMessageId} failed at ${address} without a reason`)
      if (count > 1) report.count('second copies of mails that were unknown', count - 1)
      if (count > 1 && !mail.wasUnknown) report.failure('I5', `${address} got ${mail.rfcMessageId} ${count} times`)
    }
  }
  await checkAnswers({ world, agent, report }, mails)
  for (const [behaviour, count] of world.sink.done) report.count(`the receiving server ${behaviour}`, count)
}

async function checkAnswers({ world, agent, report }: Pick<Stage, 'world' | 'agent' | 'report'>, mails: Mail[]) {
  const rows = await world.postgres.ask<{ id: string; text: string }>(
    'select id, text from messages where is_from_staff',
  )
  const byToken = Map.groupBy(rows, it => tokensIn(it.text)[0] ?? '')
  for (const { token, messageId, tries } of agent.answers) {
    report.count('answers')
    if (tries > 1) report.count('answers that took more than one call')
    const stored = byToken.get(token) ?? []
    if (messageId === null && stored.length === 0) continue
    if (stored.length !== 1) report.failure('I2', `the answer ${token} exists ${stored.length} times`)
    const own = mails.filter(it => stored.some(({ id }) => id === it.messageId))
    if (own.length !== 1) report.failure('I5', `the answer ${token} has ${own.length} mails in the outbox`)
    const ids = new Set(world.sink.mails.filter(it => it.raw.includes(token)).map(it => it.messageId))
    if (ids.size > 1) report.failure('I5', `the answer ${token} was sent under ${ids.size} Message-IDs`)
  }
  for (const error of agent.unexpectedErrors) report.failure('I8', error)
}
