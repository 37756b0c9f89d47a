import { allKinds } from '@gotrs/core/testing/all-kinds'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { register } from '../accounts/register.ts'
import { requestPasswordReset } from '../accounts/request-password-reset.ts'
import { resetPassword } from '../accounts/reset-password.ts'
import { verifyEmail } from '../accounts/verify-email.ts'
import { systemActor } from '../kernel/actor.ts'
import { replyToTicket } from '../messages/reply.ts'
import { updateNotifications } from '../notifications/settings.ts'
import { assignTicket } from '../tickets/assign.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { readOutboundMail } from './detail.ts'
import { listDevelopmentMails } from './development-inbox.ts'
import { expireLinkMails } from './expire-link-mails.ts'
import { listOutbox } from './queries.ts'
import { sendDueMails } from './send.ts'

/** A mail with a link that logs somebody in is read by its recipient and by nobody else. */

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  world.pass(hour)
  await world.pool.query('delete from outbound_mails')
})

const client = { userAgent: 'a browser', replaces: null }
const reader = () => ({ db: world.db, actor: world.admin, now: world.now() })
const newPassword = 'heron-Copper-48-lamp'

/** Omar asks for a new password; the mail waits. */
async function resetMail() {
  await requestPasswordReset(world, { email: 'omar@acme.example' })
  await world.settle()
  const [mail] = await writtenMails(world, 'password_reset')
  const token = /reset-password\?token=([\w-]+)/.exec(
    mail?.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? '',
  )?.[1]
  if (!mail || !token) throw new Error('no link was mailed')
  return { id: mail.id, blobKey: String(mail.blobKey), envelopeFrom: mail.envelopeFrom, token }
}
const send = (report: (raw: string) => DeliveryReport) =>
  sendDueMails(world, async ({ raw }) => report(raw.toString('latin1')))
const storedMail = async (id: string) =>
  (await world.db.select().from(outboundMails).where(eq(outboundMails.id, id)))[0]

test('shows its purpose, recipient and delivery, and nothing that it holds', async () => {
  const { id, token } = await resetMail()
  const shown = await readOutboundMail(reader(), { mailId: id }, world.blobs)
  expect(shown).toMatchObject({
    ...{ isSecret: true, purpose: 'password_reset', to: ['omar@acme.example'], delivery: { status: 'queued' } },
    ...{ subject: '', text: null, html: null, headers: [], attachments: [] },
  })
  const listed = await listOutbox(reader(), {})
  expect(JSON.stringify([shown, listed])).not.toContain(token)
  expect(listed.items).toMatchObject([{ id, isSecret: true, subject: '' }])
})

test('is not found by the words of its subject', async () => {
  await resetMail()
  expect((await listOutbox(reader(), { q: 'new password' })).items).toEqual([])
  expect((await listOutbox(reader(), { q: 'omar@' })).items).toHaveLength(1)
})

test('leaves with an empty envelope sender, so that no bounce brings the link back', async () => {
  expect(await resetMail()).toMatchObject({ envelopeFrom: '' })
})

const words = (raw: string) => `554 5.7.1 Refused for ${raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')}`
const reports: [string, (raw: string) => DeliveryReport][] = [
  ['refuses it', raw => ({ kind: 'refused', isPermanent: true, response: words(raw) })],
  [
    'refuses it for now',
    raw => ({ kind: 'refused', isPermanent: false, isServerUnavailable: true, response: words(raw) }),
  ],
  ['breaks off', raw => ({ kind: 'unknown', response: `Connection closed: ${raw}` })],
  ['takes it', raw => ({ kind: 'answered', accepted: ['omar@acme.example'], refused: [], response: `250 ${raw}` })],
  [
    'refuses the recipient',
    raw => ({
      ...{ kind: 'answered', accepted: [], response: '' },
      refused: [{ address: 'omar@acme.example', isPermanent: true, response: words(raw) }],
    }),
  ],
]

test.each(reports)('no part of it is kept where a server %s and repeats it', async (_what, report) => {
  const { id, token } = await resetMail()
  await send(report)
  const shown = await readOutboundMail(reader(), { mailId: id }, world.blobs)
  const told = await world.db.select().from(events).where(sql`${events.payload}->>'mailId' = ${id}`)
  const { rows } = await world.pool.query('select last_send_error, r.response from mailboxes, outbound_recipients r')
  expect(shown.delivery.recipients[0]?.response ?? '').toContain('(the words of the server are hidden')
  expect(JSON.stringify([shown, told, rows])).not.toContain(token.slice(0, 12))
})

describe('is wiped, text and bytes,', () => {
  const isWiped = async ({ id, blobKey }: { id: string; blobKey: string }) => {
    expect(await storedMail(id)).toMatchObject({ text: null, blobKey: null })
    await expect(world.blobs.read(blobKey)).rejects.toThrow()
  }

  test('when its link was used, though it was caught', async () => {
    const mail = await resetMail()
    const older = await resetMail().then(() => mail)
    await send(() => ({ kind: 'caught' }))
    expect((await storedMail(mail.id))?.blobKey).toBe(mail.blobKey)
    await resetPassword(world, { token: mail.token, password: newPassword }, client)
    await world.settle()
    await isWiped(mail)
    await isWiped(older)
  })

  test('when a registration was confirmed', async () => {
    const password = 'plum-Quartz-91-ferry'
    await register(world, { name: 'Fresh', email: 'fresh@home.example', password })
    await world.settle()
    const [mail] = await writtenMails(world, 'verify_email')
    await send(() => ({ kind: 'caught' }))
    const token = /verify-email\?token=([\w-]+)/.exec(mail?.parsed.text ?? '')?.[1] ?? ''
    await verifyEmail(world, { token, password }, client)
    await world.settle()
    await isWiped({ id: String(mail?.id), blobKey: String(mail?.blobKey) })
  })

  test('when its link has expired, sent or not, and not before', async () => {
    const mail = await resetMail()
    const wipe = () => world.run(systemActor('clock'), uow => expireLinkMails.batch(uow))
    world.pass(58 * minute)
    expect(await wipe()).toBe(0)
    world.pass(3 * minute)
    expect(await wipe()).toBe(1)
    expect(await wipe()).toBe(0)
    await isWiped(mail)
  })
})

describe('a notification that waits', () => {
  async function waitingNotification() {
    await world.run(world.ana, uow => updateNotifications(uow, { mailedKinds: allKinds }))
    const { ticketId } = await ask(world, world.omar)
    await world.settle()
    const version = await versionNow(world, ticketId)
    await world.run(world.ana, uow => assignTicket(uow, { ticketId, version, assigneeId: world.ana.id }))
    const more = { ticketId, text: 'Still broken.', attachmentIds: [], thenResolve: false }
    await world.run(world.omar, uow => replyToTicket(uow, more))
    await world.settle()
    await world.pool.query("delete from outbound_mails where purpose <> 'notification'")
    const [mail] = await writtenMails(world, 'notification')
    if (!mail) throw new Error('nobody was notified')
    return mail
  }

  test('longer than a link lasts leaves with its bytes, once its server is back', async () => {
    const mail = await waitingNotification()
    world.pass(3 * hour)
    expect(await world.run(systemActor('clock'), uow => expireLinkMails.batch(uow))).toBe(0)
    const handed: string[] = []
    await sendDueMails(world, async ({ to, raw }) => {
      handed.push(raw.toString('latin1'))
      return { kind: 'answered', accepted: to, refused: [], response: '250 ok' }
    })
    expect(handed).toEqual([expect.stringContaining('Still broken.')])
    expect(await storedMail(mail.id)).toMatchObject({ status: 'sent', text: null, blobKey: null })
  })

  test('is kept when its reader changes their password', async () => {
    const mail = await waitingNotification()
    await world.run(systemActor('accounts'), async uow => uow.emit('user.passwordChanged', { userId: world.ana.id }))
    await world.settle()
    expect(await storedMail(mail.id)).toMatchObject({ status: 'queued', text: mail.text, blobKey: mail.blobKey })
  })
})

test('the desk says in its own words why a secret mail failed before any server saw it', async () => {
  const { id } = await resetMail()
  world.pass(hour + minute)
  await world.run(systemActor('clock'), uow => expireLinkMails.batch(uow))
  await send(() => ({ kind: 'caught' }))
  const shown = await readOutboundMail(reader(), { mailId: id }, world.blobs)
  expect(shown.delivery.recipients).toMatchObject([{ status: 'failed', response: 'The bytes of this mail are gone.' }])
})

describe('the development inbox', () => {
  const info = { ...{ businessName: 'x', isDemo: true, maxAttachmentBytes: 1 }, hasDevelopmentInbox: true }

  test('shows the link of a caught mail, and no mail that was not caught', async () => {
    const { token } = await resetMail()
    expect(await listDevelopmentMails(reader(), { info })).toEqual([])
    await send(() => ({ kind: 'caught' }))
    const [mail] = await listDevelopmentMails(reader(), { info })
    expect(mail).toMatchObject({
      purpose: 'password_reset',
      subject: 'Set a new password',
      to: ['omar@acme.example'],
    })
    expect(mail?.text).toContain(token)
  })

  test('is not there where the desk was started without it', async () => {
    const refused = listDevelopmentMails(reader(), { info: { ...info, hasDevelopmentInbox: false } })
    await expect(refused).rejects.toMatchObject({ code: 'not_found' })
  })
})
