import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { queueMails } from '@gotrs/core/testing/outbound/queue-mails'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { createWorld, day, hour, minute, type World } from '@gotrs/core/testing/world'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import type { Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { acknowledgementsPerHour, isDeskUnderCap } from './caps.ts'
import { acknowledgementTrouble, countSuppressed } from './suppressed.ts'

let world: World
let warnings: { facts: unknown; text: string | undefined }[]
beforeEach(async () => {
  warnings = []
  const warn = (facts: unknown, text?: string) => void warnings.push({ facts, text })
  world = await createWorld({ log: { ...silentLog, warn } as Log })
})
afterEach(() => world.remove())

/** One mailbox: dots by the bits of the number, upper case, tags, and both domains. */
function spelling(index: number): string {
  const dotted = [...'thevictim'].map((char, at) => ((index >> at) & 1 && at > 0 ? `.${char}` : char)).join('')
  const name = index % 3 === 0 ? dotted.toUpperCase() : dotted
  const tag = index % 2 === 0 ? `+tag${index}` : ''
  return `${name}${tag}@${index % 5 === 0 ? 'GoogleMail.com' : 'gmail.com'}`
}

test('two hundred requests that name one victim in two hundred spellings make one mail a day to the victim', async () => {
  const spellings = Array.from({ length: 200 }, (_, index) => spelling(index))
  expect(new Set(spellings).size).toBe(200)
  for (const from of spellings) {
    await receive(world, letter({ from }), { envelopeFrom: 'x@evil.example' })
    world.pass(minute)
    if (from.endsWith('GoogleMail.com')) await world.settle()
  }
  await world.settle()
  expect(await writtenMails(world, 'acknowledgement')).toHaveLength(1)
  expect(await countSuppressed(world)).toEqual({ sender_rate: 199, recipient_cap: 0, desk_cap: 0 })
  world.pass(day)
  await receive(world, letter({ from: spelling(7) }))
  await world.settle()
  expect(await writtenMails(world, 'acknowledgement')).toHaveLength(2)
})

const fill = (count: number) => queueMails(world, count, { purpose: 'acknowledgement' })

test('requests by made-up senders make no more acknowledgements an hour than the desk may send, and an alarm', async () => {
  await fill(acknowledgementsPerHour - 2)
  expect(await acknowledgementTrouble(world, world.now())).toBe(null)
  for (let index = 0; index < 6; index += 1) await receive(world, letter({ from: `made-up-${index}@else.example` }))
  await world.settle()
  expect((await writtenMails(world, 'acknowledgement')).slice(acknowledgementsPerHour - 2)).toHaveLength(2)
  expect(await countSuppressed(world)).toEqual({ sender_rate: 0, recipient_cap: 0, desk_cap: 4 })
  expect(await acknowledgementTrouble(world, world.now())).toContain('4 not sent within the last hour')
  await makeJobsDue()
  expect(warnings).toEqual([
    { facts: { suppressed: 4, limit: 500, inAll: 4 }, text: expect.stringContaining('hourly limit') },
  ])
})

test('after an hour the desk acknowledges again; another flood makes another warning', async () => {
  for (const warned of [1, 2]) {
    await fill(acknowledgementsPerHour)
    await receive(world, letter({ from: `late-${warned}@else.example` }))
    await receive(world, letter({ from: `later-${warned}@else.example` }))
    await makeJobsDue()
    expect(warnings).toHaveLength(warned)
    world.pass(hour + minute)
    expect(await acknowledgementTrouble(world, world.now())).toBe(null)
    await receive(world, letter({ from: `after-${warned}@else.example` }))
    await world.settle()
    expect((await writtenMails(world, 'acknowledgement')).at(-1)?.recipients).toMatchObject([
      { address: `after-${warned}@else.example` },
    ])
  }
})

test('many at once write exactly as many as the desk may send', async () => {
  await fill(acknowledgementsPerHour - 10)
  const written = await Promise.all(
    Array.from({ length: 40 }, () =>
      world.run(systemActor('desk'), async uow => {
        const isAllowed = await isDeskUnderCap(uow)
        if (isAllowed) await queueMails({ ...world, db: uow.db }, 1, { purpose: 'acknowledgement' })
        return isAllowed
      }),
    ),
  )
  expect(written.filter(Boolean)).toHaveLength(10)
})

/** What is put off by a moment is run now. */
async function makeJobsDue(): Promise<void> {
  await world.settle()
  await world.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await world.settle()
}
