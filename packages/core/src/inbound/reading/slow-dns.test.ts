import { createHash } from 'node:crypto'
import { letter } from '@gotrs/core/testing/inbound/letters'
import { receiveFromStranger, recordFromStranger } from '@gotrs/core/testing/inbound/mail-from-stranger'
import { createWorld } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, eq, inArray } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const failure = (code: string) => Object.assign(new Error(code), { code })
const hash = createHash('sha256').update('Hi\r\n').digest('base64')
const signature = (selector: number) =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=slow.example; s=s${selector}; c=simple/simple; h=From:To; bh=${hash}; b=${Buffer.alloc(256, 7).toString('base64')}`
const slowMail = (at: number) =>
  letter({ from: `p${at}@slow.example`, headers: [1, 2, 3, 4].map(signature), text: 'Hi' })

test('mails whose own domain does not answer do not make a forged mail of another domain trusted', async () => {
  const dns = async (name: string) => {
    await pause(5)
    if (name.endsWith('slow.example')) throw failure('ETIMEOUT')
    if (name === '_dmarc.bank.example') return [['v=DMARC1; p=reject']]
    throw failure('ENOTFOUND')
  }
  const world = await createWorld({ dns })
  onTestFinished(() => world.remove())
  const forged = () => letter({ from: 'Vera <vera@bank.example>' })
  expect((await receiveFromStranger(world, forged())).senderVerdict).toBe('contradicted')
  await Promise.all([1, 2, 3].map(at => receiveFromStranger(world, slowMail(at), 'x@slow.example')))
  expect((await receiveFromStranger(world, forged())).senderVerdict).toBe('contradicted')
})

test('mails whose own domain answers slowly hold up no mail of others', async () => {
  const dns = async (name: string) => {
    if (name.endsWith('slow.example')) await pause(1_900)
    throw failure('ENOTFOUND')
  }
  const world = await createWorld({ dns, now: () => new Date() })
  onTestFinished(() => world.remove())
  // As many as the mail-worker runs.
  const jobs = await world.startJobs(4)
  onTestFinished(() => jobs.stop())
  const slow: string[] = []
  for (let at = 0; at < 20; at += 1) slow.push(await recordFromStranger(world, slowMail(at), `p${at}@slow.example`))
  const id = await recordFromStranger(world, letter({ from: 'lena@other.example' }), 'lena@other.example')
  const start = Date.now()
  const areDone = async (ids: string[]) =>
    (await world.db.$count(inboundMails, and(inArray(inboundMails.id, ids), eq(inboundMails.state, 'done')))) ===
    ids.length
  while (!(await areDone([id])) && Date.now() - start < 40_000) await pause(100)
  expect(Date.now() - start).toBeLessThan(6_000)
  // They are not lost: each comes again, and is filed with what DNS has said.
  while (!(await areDone(slow)) && Date.now() - start < 40_000) await pause(100)
  expect(await areDone(slow)).toBe(true)
}, 60_000)

test('what has to be done for others is done while mail is being filed, in places of its own', async () => {
  const world = await createWorld({ now: () => new Date() })
  onTestFinished(() => world.remove())
  const id = await recordFromStranger(world, letter({ from: 'lena@other.example' }), 'lena@other.example')
  const stateOf = async () => (await world.db.select().from(inboundMails).where(eq(inboundMails.id, id)))[0]?.state
  const waitsFor = async (task: string) =>
    (await world.pool.query('select 1 from graphile_worker.jobs where task_identifier = $1', [task])).rows.length > 0
  const until = async (isSo: () => Promise<boolean>) => {
    for (let at = 0; at < 100 && !(await isSo()); at += 1) await pause(100)
    expect(await isSo()).toBe(true)
  }
  await world.run(systemActor('desk'), async uow =>
    uow.enqueue({ task: 'index_person', payload: { userId: world.omar.id } }),
  )
  const filing = await world.startJobs(1, 'filing')
  await until(async () => (await stateOf()) === 'done')
  await filing.stop()
  expect(await waitsFor('index_person')).toBe(true)
  const second = await recordFromStranger(world, letter({ from: 'omar@acme.example' }), 'omar@acme.example')
  const rest = await world.startJobs(1, 'rest')
  await until(async () => !(await waitsFor('index_person')))
  await rest.stop()
  expect(
    await world.db.$count(inboundMails, and(eq(inboundMails.id, second), eq(inboundMails.state, 'received'))),
  ).toBe(1)
}, 60_000)
