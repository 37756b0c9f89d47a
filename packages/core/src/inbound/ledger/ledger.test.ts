import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateMailbox } from '../../mailboxes/update.ts'
import type { ArrivalRate } from './arrival-rate.ts'
import { recordInboundMail } from './ledger.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const record = (content: Buffer, uid: number) =>
  recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    content,
    maxBytes: 1_000_000,
    uidValidity: 1n,
    uid,
  })

const readAccount = (user: string) =>
  world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { host: 'imap.one.example', port: 993, tls: 'tls', user, folder: 'INBOX', password: 'x' },
    }),
  )

test('a mail of another account that counts with the same UIDVALIDITY is kept, and known again later', async () => {
  await readAccount('a')
  const old = await record(letter({ text: 'from the old account' }), 1)
  await readAccount('b')
  const mail = letter({ text: 'from the new account' })
  const second = await record(mail, 1)
  expect(second).toMatchObject({ isDuplicate: false })
  expect(second.inboundMailId).not.toBe(old.inboundMailId)
  expect(await record(mail, 1)).toEqual({ ...second, isDuplicate: true })
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, second.inboundMailId))
  expect(row).toMatchObject({ state: 'received', uidValidity: null, uid: null })
  await world.settle()
  const outcomes = await world.db.select({ outcome: inboundMails.outcome }).from(inboundMails)
  expect(outcomes).toEqual([{ outcome: 'created' }, { outcome: 'created' }])
})

test.each([
  ['sender', /^Its sender writes more mail than the limit allows: it is filed at 20/],
  ['network', /^The network that it came from sends more mail than the limit allows: it is filed at 20/],
] as const)('a mail that waits because of a rate names what is above it: the %s', async (of, words) => {
  const rates: ArrivalRate[] = [
    { of, key: `test-${of}`, perHour: 1 },
    { of: of === 'sender' ? 'network' : 'sender', key: `test-${of}-other`, perHour: 500 },
  ]
  const record = () =>
    recordInboundMail(world, {
      ...{ mailboxId: world.mailboxId, source: 'smtp', envelopeFrom: null, envelopeTo: [] },
      ...{ content: letter(), maxBytes: 1_000_000, ratesOf: () => rates },
    })
  await record()
  const { inboundMailId } = await record()
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, inboundMailId))
  expect(row?.reason).toMatch(words)
})

test('equal content is a duplicate at any place', async () => {
  const mail = letter()
  const first = await record(mail, 10)
  expect(await record(mail, 11)).toEqual({ ...first, isDuplicate: true })
})

test('a mail that is recorded as kept back leaves a trace for people', async () => {
  const mail = { mailboxId: world.mailboxId, source: 'imap', envelopeFrom: null, envelopeTo: [] as string[] } as const
  const { inboundMailId } = await recordInboundMail(world, {
    ...mail,
    content: letter(),
    maxBytes: 1_000_000,
    quarantineReason: 'Too large.',
  })
  const { rows } = await world.pool.query(
    `select m.state, m.reason, e.type from inbound_mails m
     join events e on e.payload->>'inboundMailId' = m.id::text where m.id = $1`,
    [inboundMailId],
  )
  expect(rows).toEqual([{ state: 'quarantined', reason: 'Too large.', type: 'mail.quarantined' }])
})
