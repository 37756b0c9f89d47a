import { readdir } from 'node:fs/promises'
import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordInboundMail } from '../ledger/ledger.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

let isDown = false
/** `bank.com` asks receivers to reject what it did not sign; the name servers of `dead*.com` do not answer. */
async function dns(name: string): Promise<unknown> {
  if (isDown || /(?:^|\.)dead\d\.com$/.test(name)) throw failure('ETIMEOUT')
  if (name === '_dmarc.bank.com') return [['v=DMARC1; p=reject']]
  throw failure('ENOTFOUND')
}

let world: World
beforeAll(async () => {
  world = await createWorld({ dns })
  await pin('')
})
afterAll(() => world.remove())
beforeEach(() => {
  isDown = false
})

const pin = (server: string) => world.pool.query('update mailboxes set authserv_id = $1', [server])

/** Through the ledger and one round of jobs, as a mail that a stranger brought by SMTP. */
async function receive(from: string, headers: string[] = []): Promise<string> {
  const { inboundMailId } = await recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'smtp',
    envelopeFrom: from,
    envelopeTo: ['support@gotrs.example'],
    content: letter({ from, headers }),
    maxBytes: 1_000_000,
    client: { address: '203.0.113.9', name: 'mx.stranger.com' },
  })
  await world.settle()
  return inboundMailId
}

async function rowOf(id: string) {
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
  if (!row) throw new Error('The mail is not in the ledger.')
  return row
}

async function jobOf(id: string): Promise<{ waitsMs: number; deadlineMs: number } | undefined> {
  const { rows } = await world.pool.query(
    `select extract(epoch from run_at - now()) * 1000 as waits, payload->>'dnsDeadline' as deadline
     from graphile_worker._private_jobs where key = $1`,
    [`inbound:${id}`],
  )
  return rows[0] && { waitsMs: Number(rows[0].waits), deadlineMs: Date.parse(rows[0].deadline) - Date.now() }
}

/** As if the pause, or all the time that a mail may wait, had passed. */
async function endPause(id: string, deadline?: Date): Promise<void> {
  const payload = deadline ? { dnsDeadline: deadline.toISOString() } : {}
  await world.pool.query(
    'update graphile_worker._private_jobs set run_at = now(), payload = (payload::jsonb || $2::jsonb)::json where key = $1',
    [`inbound:${id}`, JSON.stringify(payload)],
  )
  await world.settle()
}

test('a forged mail is contradicted after any number of mails of domains whose name servers do not answer', async () => {
  for (const domain of ['dead1.com', 'dead2.com', 'dead3.com', 'dead1.com']) {
    const row = await rowOf(await receive(`somebody@${domain}`))
    expect(row).toMatchObject({ state: 'done', senderVerdict: 'unknown' })
  }
  expect(await rowOf(await receive('chief@bank.com'))).toMatchObject({ state: 'done', senderVerdict: 'contradicted' })
})

test('while DNS as a whole does not answer a mail waits, says so, and is filed by its true verdict afterwards', async () => {
  isDown = true
  const id = await receive('chief@bank.com')
  const waiting = await rowOf(id)
  expect(waiting).toMatchObject({ state: 'received', senderVerdict: null, attempts: 0 })
  expect(waiting.reason).toMatch(/^It waits for DNS, .* UTC at the latest\.$/)
  const job = await jobOf(id)
  expect(job?.waitsMs).toBeGreaterThan(20_000)
  expect(job?.waitsMs).toBeLessThanOrEqual(30_000)
  await endPause(id)
  expect((await rowOf(id)).state).toBe('received')
  expect((await jobOf(id))?.deadlineMs).toBeLessThanOrEqual(job?.deadlineMs ?? 0)
  isDown = false
  // For five seconds after DNS became unavailable the mail is not even read.
  await endPause(id)
  expect((await rowOf(id)).state).toBe('received')
  expect(await world.dns.resolve('_dmarc.bank.com', 'TXT')).toEqual([['v=DMARC1; p=reject']])
  await endPause(id)
  expect(await rowOf(id)).toMatchObject({ state: 'done', senderVerdict: 'contradicted' })
})

test('a mail that waited for DNS for five minutes is filed as unknown, with a reason that says so', async () => {
  isDown = true
  const id = await receive('chief@bank.com')
  const wait = (await jobOf(id))?.deadlineMs ?? 0
  expect(wait).toBeGreaterThan(4 * 60_000)
  expect(wait).toBeLessThanOrEqual(5 * 60_000)
  await endPause(id, new Date())
  const row = await rowOf(id)
  expect(row).toMatchObject({ state: 'done', outcome: 'created', senderVerdict: 'unknown' })
  expect(row.verdictReason).toBe('The sender could not be checked: the desk waited 5 minutes, and DNS did not answer.')
})

test('a mail that the pinned server has authenticated is filed at once while DNS does not answer', async () => {
  isDown = true
  await pin('mx.gotrs.example')
  const pinned = 'Authentication-Results: mx.gotrs.example; dmarc=pass header.from=bank.com'
  const { inboundMailId } = await recordInboundMail(world, {
    mailboxId: world.mailboxId,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    content: letter({ from: 'real@bank.com', headers: [pinned] }),
    maxBytes: 1_000_000,
  })
  await world.settle()
  expect(await rowOf(inboundMailId)).toMatchObject({ state: 'done', senderVerdict: 'authenticated' })
})

test('a mail with files that waits for DNS leaves no file behind that nobody uses', async () => {
  isDown = true
  const before = await countFiles()
  const id = await receive('chief@bank.com', ['MIME-Version: 1.0', 'Content-Type: application/pdf; name=a.pdf'])
  expect((await rowOf(id)).state).toBe('received')
  expect(await countFiles()).toBe(before + 1)
})

async function countFiles(): Promise<number> {
  const entries = await readdir(world.blobsDir, { recursive: true, withFileTypes: true })
  return entries.filter(it => it.isFile()).length
}
