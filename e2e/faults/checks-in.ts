import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stage } from './acts.ts'
import { notePlaces } from './folders.ts'
import type { Letter } from './letters.ts'
import { tokensIn } from './watch.ts'

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
  const { world, post, report } = stage
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
  for (const letter of post.letters.values()) {
    const kept = byId.get(letter.messageId) ?? []
    const found = byToken.get(letter.token) ?? []
    if (kept.length === 0) report.fault('I1', `${letter.token} is not in the ledger; ${whereabouts(stage, letter)}`)
    report.count('letters')
    report.count(`letters of kind "${letter.kind}"`)
    for (const what of wrongWith(letter, kept, found)) report.fault(what.invariant, `${letter.token} ${what.words}`)
    if (letter.parent && found[0] && found[0].ticketId !== ticketOf(letter.parent)) {
      report.fault('threads', `${letter.token} is not in the ticket of ${letter.parent}, which it answers`)
    }
    for (const mail of kept) {
      const raw = mail.blobKey && (await readFile(join(world.blobsFolder, mail.blobKey)).catch(() => null))
      if (!raw) report.fault('I1', `${letter.token}: the bytes of ledger row ${mail.id} are missing`)
      else if (!raw.includes(letter.raw.subarray(0, -2)))
        report.fault('I1', `${letter.token}: the bytes of ${mail.id} differ`)
      else if (createHash('sha256').update(raw).digest('hex') !== mail.sha256) {
        report.fault('I1', `${letter.token}: the hash of ${mail.id} is not that of its bytes`)
      }
    }
  }
  for (const { letter, refusal } of post.deliveries) {
    if (refusal) report.fault('I1', `${letter.token} was refused for good: ${refusal}`)
  }
  for (const delivery of post.deliveries) {
    report.count(`handed in by ${delivery.isPiped ? 'pipe' : (delivery.door?.protocol ?? 'IMAP')}`)
    if (delivery.takenAt === null && !delivery.refusal) report.fault('run', `${delivery.letter.token} was never taken`)
  }
  report.count('rows of the ledger', mails.length)
  for (const [outcome, list] of Map.groupBy(mails, it => it.outcome ?? 'none'))
    report.count(`ledger: ${outcome}`, list.length)
}

/** What helps to find out how a letter was lost. */
function whereabouts({ post, places }: Stage, letter: Letter): string {
  const ways = post.deliveries
    .filter(it => it.letter === letter)
    .map(({ box, door, isPiped, takenAt }) => {
      const by = isPiped ? 'pipe' : (door?.protocol ?? 'IMAP')
      return `${takenAt === null ? 'not taken' : `taken at ${new Date(takenAt).toISOString()}`} by ${by} for ${box.name}`
    })
  const stands = [...places].filter(([, id]) => id === letter.messageId).map(([place]) => place)
  return [...ways, `on the server at ${stands.join(', ') || 'no place'}`].join('; ')
}

function wrongWith(letter: Letter, kept: Mail[], found: Message[]): { invariant: string; words: string }[] {
  const isKeptBack = kept.some(it => it.state === 'quarantined')
  const wrong: { invariant: string; words: string }[] = []
  if (found.length > 1) wrong.push({ invariant: 'I2', words: `stands in ${found.length} messages` })
  if (kept.length > 0 && found.length === 0 && !isKeptBack) {
    const ends = kept.map(it => `${it.state} ${it.outcome ?? ''} ${it.reason ?? ''}`).join('; ')
    wrong.push({ invariant: 'I1', words: `is neither in a message nor in quarantine (${ends})` })
  }
  if (letter.kind === 'poison' && !isKeptBack) wrong.push({ invariant: 'poison', words: 'is not in quarantine' })
  if (letter.kind !== 'poison' && found.length === 0 && isKeptBack) {
    const reasons = kept.map(it => it.reason).join('; ')
    wrong.push({ invariant: 'I1', words: `is a sound mail and in quarantine all the same (${reasons})` })
  }
  for (const { files } of found) {
    const isWhole =
      letter.fileSha256 === null ? files.length === 0 : files.length === 1 && files[0] === letter.fileSha256
    if (!isWhole) wrong.push({ invariant: 'I4', words: `has not its one file, but ${files.length}` })
  }
  return wrong
}

/** I3: nothing was acknowledged, flagged or moved before its row was committed, by Postgres' own time of the commit. */
export async function checkOrder({ world, post, places, report }: Stage): Promise<void> {
  for (const box of world.boxes) await notePlaces(world.dovecot, box, places)
  const rows = await world.postgres.ask<{ mailbox: string; messageId: string; at: number }>(`
    select box.name as mailbox, seen.rfc_message_id as "messageId",
      min(extract(epoch from pg_xact_commit_timestamp(seen.xmin)) * 1000)::float8 as at
    from witness.inbound seen join mailboxes box on box.id = seen.mailbox_id group by 1, 2`)
  const committed = new Map(rows.map(it => [`${it.mailbox} ${it.messageId}`, it.at]))
  const isBefore = (mailbox: string, messageId: string, at: number) =>
    (committed.get(`${mailbox} ${messageId}`) ?? Number.POSITIVE_INFINITY) <= at + clockSlackMs
  for (const { letter, box, door, isPiped, takenAt } of post.deliveries) {
    if (takenAt === null || !(door || isPiped)) continue
    report.count('250s and exit codes compared with their commit')
    if (!isBefore(box.name, letter.messageId, takenAt))
      report.fault('I3', `${letter.token} got its 250 before the commit`)
  }
  for (const { mailbox, uidValidity, uids, at } of world.flaggings) {
    for (const uid of uids) {
      const messageId = places.get(`${mailbox} ${uidValidity} ${uid}`)
      if (messageId === undefined) continue
      report.count('\\Seen flags compared with their commit')
      if (!isBefore(mailbox, messageId, at)) report.fault('I3', `${messageId} was marked as seen before the commit`)
    }
  }
}

/** The two clocks are one, but are read by two programs. */
const clockSlackMs = 2

/** I4: every file that a row names is on disk, whole. */
export async function checkFiles({ world, report }: Stage): Promise<void> {
  const rows = await world.postgres.ask<{ id: string; size: number; sha256: string; key: string }>(
    'select id, size, sha256, blob_key as key from attachments',
  )
  for (const { id, size, sha256, key } of rows) {
    report.count('attachments compared with their file')
    const path = join(world.blobsFolder, key)
    const there = await stat(path).catch(() => null)
    if (there?.size !== size) report.fault('I4', `attachment ${id}: its file is missing or has another size`)
    else if (
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex') !== sha256
    ) {
      report.fault('I4', `attachment ${id}: its file has another hash`)
    }
  }
}
