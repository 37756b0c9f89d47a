import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { recordUids } from './folders.ts'
import type { Letter } from './letters.ts'
import { tokensIn } from './monitor.ts'
import type { Stage } from './stage.ts'

type Mail = {
  id: string
  messageId: string
  state: string
  outcome: string | null
  reason: string | null
  ticketId: string | null
  blobKey: string | null
  sha256: string
  mailbox: string
}
type Message = { id: string; text: string; ticketId: string; inboundMailId: string | null; files: string[] }

/** I1, I2: each letter is in exactly one message, or in quarantine with its bytes. */
export async function checkLetters(stage: Stage): Promise<void> {
  const { world, customers, report } = stage
  const mails = await world.postgres.ask<Mail>(`
    select mail.id, mail.rfc_message_id as "messageId", mail.state, mail.outcome, mail.reason, mail.ticket_id as "ticketId",
      mail.blob_key as "blobKey", mail.sha256, box.name as mailbox
    from inbound_mails mail join mailboxes box on box.id = mail.mailbox_id`)
  const messages = await world.postgres.ask<Message>(`
    select m.id, m.text, m.ticket_id as "ticketId", m.inbound_mail_id as "inboundMailId",
      array(select sha256 from attachments where message_id = m.id) as files
    from messages m where not m.is_from_staff`)
  const byId = Map.groupBy(mails, it => it.messageId)
  const byToken = new Map<string, Message[]>()
  for (const message of messages) {
    for (const token of new Set(tokensIn(message.text))) byToken.set(token, [...(byToken.get(token) ?? []), message])
  }
  const ticketOf = (token: string) => byToken.get(token)?.[0]?.ticketId
  for (const letter of customers.letters.values()) {
    const kept = byId.get(letter.messageId) ?? []
    const found = byToken.get(letter.token) ?? []
    if (kept.length === 0) report.failure('I1', `${letter.token} is not in the ledger; ${historyOf(stage, letter)}`)
    report.count('letters')
    report.count(`letters of kind "${letter.kind}"`)
    for (const what of failuresOf(letter, kept, found)) report.failure(what.invariant, `${letter.token} ${what.words}`)
    if (letter.parent && found[0] && found[0].ticketId !== ticketOf(letter.parent)) {
      report.failure('threads', `${letter.token} is not in the ticket of ${letter.parent}, which it replies to`)
    }
    for (const mail of kept) {
      const raw = mail.blobKey && (await readFile(join(world.blobsFolder, mail.blobKey)).catch(() => null))
      if (!raw) report.failure('I1', `${letter.token}: the bytes of ledger row ${mail.id} are missing`)
      else if (!raw.includes(letter.raw.subarray(0, -2)))
        report.failure('I1', `${letter.token}: the bytes of ${mail.id} differ`)
      else if (createHash('sha256').update(raw).digest('hex') !== mail.sha256) {
        report.failure('I1', `${letter.token}: the hash of ${mail.id} does not match its bytes`)
      }
    }
  }
  for (const { letter, refusal } of customers.deliveries) {
    if (refusal) report.failure('I1', `${letter.token} was rejected permanently: ${refusal}`)
  }
  for (const delivery of customers.deliveries) {
    report.count(`sent by ${delivery.isPiped ? 'pipe' : (delivery.listener?.protocol ?? 'IMAP')}`)
    if (delivery.acceptedAt === null && !delivery.refusal)
      report.failure('run', `${delivery.letter.token} was never accepted`)
  }
  report.count('rows of the ledger', mails.length)
  for (const [outcome, list] of Map.groupBy(mails, it => it.outcome ?? 'none'))
    report.count(`ledger: ${outcome}`, list.length)
}

/** Shows how a letter was lost. */
function historyOf({ customers, uidMap }: Stage, letter: Letter): string {
  const ways = customers.deliveries
    .filter(it => it.letter === letter)
    .map(({ box, listener, isPiped, acceptedAt }) => {
      const by = isPiped ? 'pipe' : (listener?.protocol ?? 'IMAP')
      return `${acceptedAt === null ? 'not accepted' : `accepted at ${new Date(acceptedAt).toISOString()}`} by ${by} for ${box.name}`
    })
  const found = [...uidMap].filter(([, id]) => id === letter.messageId).map(([place]) => place)
  return [...ways, `on the server at ${found.join(', ') || 'no UID'}`].join('; ')
}

function failuresOf(letter: Letter, kept: Mail[], found: Message[]): { invariant: string; words: string }[] {
  const isQuarantined = kept.some(it => it.state === 'quarantined')
  const wrong: { invariant: string; words: string }[] = []
  if (found.length > 1) wrong.push({ invariant: 'I2', words: `is in ${found.length} messages` })
  if (kept.length > 0 && found.length === 0 && !isQuarantined) {
    const states = kept.map(it => `${it.state} ${it.outcome ?? ''} ${it.reason ?? ''}`).join('; ')
    wrong.push({ invariant: 'I1', words: `is neither in a message nor in quarantine (${states})` })
  }
  if (letter.kind === 'poison' && !isQuarantined) wrong.push({ invariant: 'poison', words: 'is not in quarantine' })
  if (letter.kind !== 'poison' && found.length === 0 && isQuarantined) {
    const reasons = kept.map(it => it.reason).join('; ')
    wrong.push({ invariant: 'I1', words: `is a valid mail, but in quarantine (${reasons})` })
  }
  for (const { files } of found) {
    const isRight =
      letter.fileSha256 === null ? files.length === 0 : files.length === 1 && files[0] === letter.fileSha256
    if (!isRight) wrong.push({ invariant: 'I4', words: `has ${files.length} files instead of its own one` })
  }
  return wrong
}

/** I3: no mail was acknowledged, flagged or moved before the commit of its row, by Postgres' time of the commit. */
export async function checkOrder({ world, customers, uidMap, report }: Stage): Promise<void> {
  for (const box of world.boxes) await recordUids(world.dovecot, box, uidMap)
  const rows = await world.postgres.ask<{ mailbox: string; messageId: string; at: number }>(`
    select box.name as mailbox, seen.rfc_message_id as "messageId",
      min(extract(epoch from pg_xact_commit_timestamp(seen.xmin)) * 1000)::float8 as at
    from witness.inbound seen join mailboxes box on box.id = seen.mailbox_id group by 1, 2`)
  const committed = new Map(rows.map(it => [`${it.mailbox} ${it.messageId}`, it.at]))
  const isBefore = (mailbox: string, messageId: string, at: number) =>
    (committed.get(`${mailbox} ${messageId}`) ?? Number.POSITIVE_INFINITY) <= at + clockSlackMs
  for (const { letter, box, listener, isPiped, acceptedAt } of customers.deliveries) {
    if (acceptedAt === null || !(listener || isPiped)) continue
    report.count('250s and exit codes compared with their commit')
    if (!isBefore(box.name, letter.messageId, acceptedAt))
      report.failure('I3', `${letter.token} got its 250 before the commit`)
  }
  for (const { mailbox, uidValidity, uids, at } of world.flagRecords) {
    for (const uid of uids) {
      const messageId = uidMap.get(`${mailbox} ${uidValidity} ${uid}`)
      if (messageId === undefined) continue
      report.count('\\Seen flags compared with their commit')
      if (!isBefore(mailbox, messageId, at)) report.failure('I3', `${messageId} was marked as seen before the commit`)
    }
  }
}

/** Two programs read the same clock. */
const clockSlackMs = 2

/** I4: every file that a row names is complete on disk. */
export async function checkFiles({ world, report }: Stage): Promise<void> {
  const rows = await world.postgres.ask<{ id: string; size: number; sha256: string; key: string }>(
    'select id, size, sha256, blob_key as key from attachments',
  )
  for (const { id, size, sha256, key } of rows) {
    report.count('attachments compared with their file')
    const path = join(world.blobsFolder, key)
    const found = await stat(path).catch(() => null)
    if (found?.size !== size) report.failure('I4', `attachment ${id}: its file is missing or has another size`)
    else if (
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex') !== sha256
    ) {
      report.failure('I4', `attachment ${id}: its file has another hash`)
    }
  }
}
