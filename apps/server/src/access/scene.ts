import { argon2, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { updateDraftInput } from '@gotrs/contract/drafts'
import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { loginForTokens } from '@gotrs/core/accounts/token-families'
import { issueToken } from '@gotrs/core/accounts/tokens'
import { uploadAttachment } from '@gotrs/core/attachments/upload'
import { createBulkAct, stopBulkAct } from '@gotrs/core/bulk/create'
import { updateDraft } from '@gotrs/core/drafts/update'
import { recordInboundMail } from '@gotrs/core/inbound/ledger/ledger'
import { systemActor, type UserActor } from '@gotrs/core/kernel/actor'
import { passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { addNote } from '@gotrs/core/messages/add-note'
import { moveMessage } from '@gotrs/core/messages/move'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { createUser } from '@gotrs/core/people/create-user'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { picture } from '@gotrs/core/testing/pictures'
import { versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { snoozeTicket } from '@gotrs/core/tickets/snooze'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { createView } from '@gotrs/core/views/create'
import { createWebhook } from '@gotrs/core/webhooks/create'
import { rotateWebhookSecret } from '@gotrs/core/webhooks/rotate-secret'
import { missingPlace, type Place } from './place.ts'
import { mailSecret } from './secret-mails.ts'

export const password = 'tall giraffe socks'
/** In texts that only staff of one queue may read, followed by the name of that queue. */
export const secretWord = 'quokka'

export type Scene = Awaited<ReturnType<typeof buildScene>>

/** The version of every ticket of the scene, so that an input for another ticket needs no other version. */
const version = 77

/** The scene on a desk of its own. */
export const createScene = async (): Promise<Scene> => buildScene(await createWorld())

/** Tickets of Omar in Support (ana), of Lena in Billing (ana, ben) and of Kim in Legal (admins alone), and all around them. */
async function buildScene(world: World) {
  await world.pool.query('update users set password_hash = $1', [await quickHash(password)])
  const kim = await world.run(systemActor('setup'), uow =>
    createUser(uow, { name: 'Kim Legal', email: 'kim@third.example', role: 'customer' }),
  )
  const kimActor: UserActor = { ...world.lena, id: kim.userId, name: 'Kim Legal', email: 'kim@third.example' }
  const legal = randomUUID()
  await world.pool.query(`insert into queues (id, name, created_at) values ($1, 'Legal', now())`, [legal])
  const support = await placeOf(world, world.omar, 'support', world.supportId)
  const billing = await placeOf(world, world.lena, 'billing', world.billingId)
  const legalPlace = await placeOf(world, kimActor, 'legal', legal)
  for (const { fresh } of [support, billing, legalPlace]) await followedByStaff(world, fresh.ticketId)
  const things = await thingsOf(world, support)
  // Nobody has taken them, so that an assignment is a change.
  await world.pool.query('update tickets set version = $1, assignee_id = null', [version])
  const places = { support, billing, legal: legalPlace, missing: missingPlace() }
  return { world, version, ...places, ...things, ...ofSupport(world, support) }
}

/** What inputs are made from: things of one queue. `cases.ts` replaces them by those of other queues, and by missing ones. */
const ofSupport = (world: World, place: Place) => ({
  ticket: place.ticketId,
  newTicket: place.fresh.ticketId,
  resolvedTicket: place.resolved.ticketId,
  number: place.number,
  message: place.messageId,
  note: place.noteId,
  tagging: place.taggingId,
  answer: place.answerId,
  moved: place.movedId,
  held: place.heldId,
  file: place.fileId,
  noteFile: place.noteFileId,
  queue: place.queueId,
  inboundMail: place.inboundMailId,
  outboundMail: place.outboundMailId,
  mailbox: world.mailboxId,
  customer: world.omar.id,
  agent: world.ana.id,
})

async function placeOf(world: World, customer: UserActor, name: string, queueId: string): Promise<Place> {
  const { pool, admin } = world
  const mailboxId = name === 'support' ? world.mailboxId : randomUUID()
  const address = `${name}@gotrs.example`
  if (name !== 'support') {
    await pool.query(
      `insert into mailboxes (id, name, address, display_name, queue_id, created_at) values ($1, $2, $3, $2, $4, now())`,
      [mailboxId, name, address, queueId],
    )
  }
  const mail = async (subject: string) => {
    const raw = letter({ from: `${customer.name} <${customer.email}>`, to: address, subject })
    const row = await receive(world, raw, { mailboxId, envelopeTo: [address] })
    return { inboundMailId: row.id, ticketId: String(row.ticketId) }
  }
  const main = await mail(`Question for ${name}`)
  const { rows } = await pool.query('select id from messages where inbound_mail_id = $1', [main.inboundMailId])
  const at = { ticketId: main.ticketId }
  const fileId = await upload(world, customer, 'receipt.txt')
  const text = 'Here is the receipt.'
  const withFile = { ...at, text, attachmentIds: [fileId], thenResolve: false }
  const { messageId: fileMessageId } = await world.run(customer, uow => replyToTicket(uow, withFile))
  const noteFileId = await upload(world, admin, `${secretWord}-${name}.txt`)
  const note = { ...at, text: `${secretWord} ${name}`, attachmentIds: [noteFileId] }
  const { messageId: noteId } = await world.run(admin, uow => addNote(uow, note))
  const answer = await world.run(admin, async uow =>
    replyToTicket(uow, {
      ...{ ...at, version: await versionNow(world, main.ticketId), text: 'We look into it.' },
      ...{ attachmentIds: [], thenResolve: false },
    }),
  )
  const moved = await mail(`Belongs to the first of ${name}`)
  const movedMessage = await pool.query('select id from messages where inbound_mail_id = $1', [moved.inboundMailId])
  const movedId = String(movedMessage.rows[0]?.id)
  await world.run(admin, async uow =>
    moveMessage(uow, { messageId: movedId, version: await versionNow(world, moved.ticketId), to: at }),
  )
  const heldId = await heldIn(world, { name, address, mailboxId, inboundMailId: main.inboundMailId })
  const taggingId = await taggingIn(world, main.ticketId, `${secretWord}-${name}`)
  const fresh = await mail(`Something new for ${name}`)
  await world.run(world.admin, uow =>
    snoozeTicket(uow, { ticketId: fresh.ticketId, version: 'any', until: '2030-01-07T09:00:00.000Z' }),
  )
  const resolved = await mail(`Done for ${name}`)
  await world.run(customer, uow => resolveTicket(uow, { ticketId: resolved.ticketId }))
  await world.settle()
  const outbound = await pool.query('select id from outbound_mails where message_id = $1', [answer.messageId])
  const outboundMailId = String(outbound.rows[0]?.id)
  await pool.query(`update outbound_mails set status = 'failed', next_attempt_at = null where id = $1`, [
    outboundMailId,
  ])
  await pool.query(`update outbound_recipients set status = 'failed' where mail_id = $1`, [outboundMailId])
  const numbered = await pool.query('select number from tickets where id = $1', [main.ticketId])
  return {
    queueId,
    ticketId: main.ticketId,
    number: numbered.rows[0]?.number,
    messageId: String(rows[0]?.id),
    taggingId,
    ...{ noteId, answerId: answer.messageId, movedId, heldId, fileId, fileMessageId, noteFileId },
    inboundMailId: main.inboundMailId,
    outboundMailId,
    fresh: { ticketId: fresh.ticketId },
    resolved: { ticketId: resolved.ticketId },
  }
}

/** An event that can be undone. */
async function taggingIn({ pool, run, admin }: World, ticketId: string, tag: string): Promise<string> {
  await run(admin, uow => tagTicket(uow, { ticketId, version: 'any', tag }))
  const { rows } = await pool.query(`select id from events where ticket_id = $1 and type = 'ticket.tagged'`, [ticketId])
  return String(rows[0]?.id)
}

/** Also agents who may not read it: following gives no rights. */
const followedByStaff = ({ pool }: World, ticketId: string) =>
  pool.query(
    `insert into ticket_followers (ticket_id, user_id, since) select $1, id, now() from users where role <> 'customer'`,
    [ticketId],
  )

/** A mail of somebody who is not a participant and knows a mail of the ticket. Nora is a participant. */
async function heldIn(
  world: World,
  {
    name,
    address,
    mailboxId,
    inboundMailId,
  }: { name: string; address: string; mailboxId: string; inboundMailId: string },
): Promise<string> {
  const nora = `insert into ticket_participants (ticket_id, user_id) select ticket_id, $2 from inbound_mails where id = $1`
  await world.pool.query(nora, [inboundMailId, world.nora.id])
  const question = await world.pool.query('select rfc_message_id from inbound_mails where id = $1', [inboundMailId])
  const raw = letter({
    from: `${name}@stranger.example`,
    to: address,
    subject: 'Let me in',
    text: `${secretWord} held`,
    headers: [`In-Reply-To: ${question.rows[0]?.rfc_message_id}`],
  })
  const held = await receive(world, raw, { mailboxId, envelopeTo: [address] })
  const { rows } = await world.pool.query('select id from messages where inbound_mail_id = $1', [held.id])
  return String(rows[0]?.id)
}

/** What belongs to a person or to the desk, not to a ticket. */
async function thingsOf(world: World, support: Place) {
  const { admin, ana, ben, omar, pool } = world
  const accounts = systemActor('setup')
  const tokenOf = (actor: UserActor) =>
    world.run(actor, uow => createApiToken(uow, { name: 'Script', scopes: ['tickets:read'], expiresAt: null }))
  const mailToken = (about: Parameters<typeof issueToken>[2]) =>
    world.run(accounts, uow => issueToken(uow, 'userId' in about ? 'reset_password' : 'verify_email', about))
  const resetTokenId = await mailToken({ userId: omar.id })
  const view = (actor: UserActor, isShared: boolean) =>
    world.run(actor, uow => createView(uow, { name: 'Mine', q: 'is:open', sort: 'waiting', isShared }))
  const sessionOf = async (actor: UserActor) => {
    const { sessionId } = await world.sessions.open(actor.id, { userAgent: 'scene' })
    const [named] = await world.sessions.list(actor.id, null)
    return { sessionId, name: named?.id ?? '' }
  }
  const draft = { ticketId: support.ticketId, version: 0, kind: 'note', html: `<p>${secretWord}</p>` } as const
  await world.run(ana, uow => updateDraft(uow, updateDraftInput.parse(draft)))
  const hook = { name: 'Chat', url: 'https://hooks.example/x', eventTypes: ['ticket.created' as const], isActive: true }
  const { id: webhookId } = await world.run(admin, uow => createWebhook(uow, hook))
  const webhook = await world.run(admin, uow => rotateWebhookSecret(uow, { webhookId, overlapHours: 24 }))
  const payload = {
    id: randomUUID(),
    type: 'ticket.created',
    createdAt: '2026-11-02T09:00:00.000Z',
    ticketId: null,
    data: {},
  }
  const deliveryId = randomUUID()
  await pool.query(
    `insert into webhook_deliveries (id, webhook_id, event_id, event_type, payload, status, created_at)
      values ($1, $2, $3, 'ticket.created', $4, 'failed', now())`,
    [deliveryId, webhook.id, randomUUID(), { ...payload, actor: { kind: 'system', id: null, name: 'scene' } }],
  )
  const bulk = await bulkOf(world, support.ticketId)
  const kept = await recordInboundMail(world, {
    ...{ mailboxId: world.mailboxId, source: 'smtp' as const, envelopeFrom: 'x@stranger.example' },
    ...{ envelopeTo: ['support@gotrs.example'], content: letter({ from: 'x@stranger.example' }), maxBytes: 1_000_000 },
  })
  await pool.query(
    `update inbound_mails set state = 'quarantined', outcome = 'quarantined', processed_at = now() where id = $1`,
    [kept.inboundMailId],
  )
  const mailboxSecret = 'imap-secret-of-the-mailbox'
  await storeMailboxSecrets(world, mailboxSecret)
  const { password_hash: passwordHash } = (await pool.query('select password_hash from users limit 1')).rows[0]
  return {
    webhook,
    bulk,
    deliveryId,
    keptMailId: kept.inboundMailId,
    mailboxSecret,
    unsent: { omar: await upload(world, omar, 'unsent.txt'), ana: await upload(world, ana, 'unsent.txt') },
    views: { ana: await view(ana, false), ben: await view(ben, false), shared: await view(admin, true) },
    tokens: { omar: await tokenOf(omar), ana: await tokenOf(ana) },
    sessions: { omar: await sessionOf(omar), ana: await sessionOf(ana) },
    login: await loginForTokens(world, { email: omar.email, password }, 'scene'),
    secretMails: await mailSecret(world, resetTokenId),
    resetToken: world.vault.deriveToken(resetTokenId),
    verifyToken: world.vault.deriveToken(
      await mailToken({ payload: { name: 'Rita', email: 'rita@new.example', passwordHash } }),
    ),
  }
}

/** Bulk acts of Ana: one that no job begins, and one that was stopped. */
async function bulkOf({ run, pool, ana }: World, ticketId: string) {
  const waiting = randomUUID()
  await pool.query(
    `insert into bulk_acts (id, creator_id, action, total, created_at) values ($1, $2, '{"name":"resolve"}', 1, now())`,
    [waiting, ana.id],
  )
  const input = { ids: [ticketId], action: { name: 'tag' as const, tag: 'outage' } }
  const stopped = await run(ana, uow => createBulkAct(uow, input, input.ids))
  await run(ana, uow => stopBulkAct(uow, stopped))
  return { ana: waiting, stopped: stopped.bulkId }
}

/** A password hash at the lowest cost, because hundreds of calls check it. */
export async function quickHash(message: string): Promise<string> {
  const nonce = Buffer.alloc(16, 's')
  const how = { message, nonce, tagLength: 32, memory: 8, passes: 1, parallelism: 1 }
  const parts = [nonce, await promisify(argon2)('argon2id', how)]
  return `$argon2id$v=19$m=8,t=1,p=1$${parts.map(it => it.toString('base64').replaceAll('=', '')).join('$')}`
}

async function storeMailboxSecrets({ pool, vault, mailboxId }: World, secret: string): Promise<void> {
  const imap = {
    host: 'imap.example',
    port: 993,
    tls: 'tls',
    auth: 'password',
    user: 'support',
    folder: 'INBOX',
    moveTo: '',
  }
  const oauth = { provider: 'google', clientId: 'client', tenant: '', authorizeUrl: '', tokenUrl: '', scope: '' }
  const sealed = vault.seal(passwordPurpose(mailboxId, 'imap'), secret)
  await pool.query(
    `update mailboxes set imap = $2, imap_password_encrypted = $3, oauth = $4, oauth_client_secret_encrypted = $3,
      oauth_refresh_token_encrypted = $3, is_active = true where id = $1`,
    [mailboxId, imap, sealed, oauth],
  )
}

async function upload(world: World, actor: UserActor, filename: string): Promise<string> {
  // A picture, which has a thumbnail; what comes after its end is not shown.
  const stream = Readable.from([picture(2, 2), Buffer.from(`content of ${filename}`)])
  return (await uploadAttachment(world, actor, { filename, contentType: 'image/png', stream })).id
}
