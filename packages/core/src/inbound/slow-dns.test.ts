import { createHash } from 'node:crypto'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { createWorld } from '../testing/world.ts'
import { letter } from './testing/letters.ts'
import { bring, takeFromStranger } from './testing/strangers.ts'

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const failure = (code: string) => Object.assign(new Error(code), { code })
const hash = createHash('sha256').update('Hi\r\n').digest('base64')
const signature = (selector: number) =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=slow.example; s=s${selector}; c=simple/simple; h=From:To; bh=${hash}; b=${Buffer.alloc(256, 7).toString('base64')}`
const slowMail = (at: number) =>
  letter({ from: `p${at}@slow.example`, headers: [1, 2, 3, 4].map(signature), text: 'Hi' })

test('mails whose own domain does not answer make no forged mail of another domain believable', async () => {
  const dns = async (name: string) => {
    await pause(5)
    if (name.endsWith('slow.example')) throw failure('ETIMEOUT')
    if (name === '_dmarc.bank.example') return [['v=DMARC1; p=reject']]
    throw failure('ENOTFOUND')
  }
  const world = await createWorld({ dns })
  onTestFinished(() => world.remove())
  const forged = () => letter({ from: 'Vera <vera@bank.example>' })
  expect((await bring(world, forged())).senderVerdict).toBe('contradicted')
  await Promise.all([1, 2, 3].map(at => bring(world, slowMail(at), 'x@slow.example')))
  expect((await bring(world, forged())).senderVerdict).toBe('contradicted')
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
  for (let at = 0; at < 20; at += 1) await takeFromStranger(world, slowMail(at), `p${at}@slow.example`)
  const id = await takeFromStranger(world, letter({ from: 'lena@other.example' }), 'lena@other.example')
  const start = Date.now()
  const isDone = async () =>
    (await world.db.select().from(inboundMails).where(eq(inboundMails.id, id)))[0]?.state === 'done'
  while (!(await isDone()) && Date.now() - start < 40_000) await pause(100)
  expect(Date.now() - start).toBeLessThan(6_000)
}, 60_000)
