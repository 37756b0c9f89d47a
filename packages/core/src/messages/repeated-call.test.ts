import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { expireIdempotencyKeys } from '../kernel/idempotency.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { createTicket } from '../tickets/create.ts'
import { replyToTicket } from './reply.ts'

describe('a call under a key', () => {
  let desk: World
  let ticketId: string

  beforeAll(async () => {
    desk = await createWorld()
    const made = await desk.run(desk.omar, uow =>
      createTicket(uow, { title: 'Scanner', message: 'It hums.', attachmentIds: [] }),
    )
    ticketId = made.ticketId
  })
  afterAll(() => desk.remove())

  const reply = (text: string) => (uow: UnitOfWork) =>
    replyToTicket(uow, { ticketId, text, attachmentIds: [], thenResolve: false })
  const texts = async () =>
    (await desk.db.select({ text: messages.text }).from(messages).where(eq(messages.ticketId, ticketId))).map(
      it => it.text,
    )

  it('is done once, and answers the same again', async () => {
    const once = { key: 'k1', callHash: 'a' }
    const first = await desk.run(desk.omar, reply('It stopped.'), { once })
    const again = await desk.run(desk.omar, reply('It stopped.'), { once })
    expect(again).toEqual(first)
    expect(await texts()).toEqual(['It hums.', 'It stopped.'])
  })

  it('is done once when it comes several times at once', async () => {
    const once = { key: 'k2', callHash: 'a' }
    const answers = await Promise.all([1, 2, 3].map(() => desk.run(desk.omar, reply('Hello?'), { once })))
    expect(new Set(answers.map(it => it.messageId)).size).toBe(1)
    expect((await texts()).filter(it => it === 'Hello?')).toHaveLength(1)
  })

  it('is refused for another call, and belongs to one person', async () => {
    const other = desk.run(desk.omar, reply('Something else'), { once: { key: 'k1', callHash: 'b' } })
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    const answer = await desk.run(desk.nora, reply('I have it too.'), { once: { key: 'k1', callHash: 'b' } })
    expect(answer.ticketId).toBe(ticketId)
  })

  it('leaves no key where it failed', async () => {
    const once = { key: 'k3', callHash: 'a' }
    const failing = desk.run(
      desk.omar,
      async uow => {
        await reply('Never')(uow)
        throw new Error('the line broke')
      },
      { once },
    )
    await expect(failing).rejects.toThrow('the line broke')
    await desk.run(desk.omar, reply('At last'), { once })
    expect((await texts()).filter(it => it === 'Never' || it === 'At last')).toEqual(['At last'])
  })

  it('runs again after its connection broke in the middle', async () => {
    const once = { key: 'k5', callHash: 'a' }
    const broken = desk.run(
      desk.omar,
      async uow => {
        await reply('Broken off')(uow)
        await uow.db.execute('select pg_terminate_backend(pg_backend_pid())')
      },
      { once },
    )
    await expect(broken).rejects.toThrow()
    await desk.run(desk.omar, reply('Whole'), { once })
    expect((await texts()).filter(it => it === 'Broken off' || it === 'Whole')).toEqual(['Whole'])
  })

  it('repeats its answer also where it could not be done a second time', async () => {
    const once = { key: 'k6', callHash: 'a' }
    const first = await desk.run(desk.omar, reply('Done'), { once })
    const failing = async (): Promise<typeof first> => {
      throw new Error('done before')
    }
    expect(await desk.run(desk.omar, failing, { once })).toEqual(first)
  })

  it('runs again after a day', async () => {
    const once = { key: 'k4', callHash: 'a' }
    await desk.run(desk.omar, reply('Every day'), { once })
    desk.pass(day + 1)
    await desk.run(systemActor('clock'), uow => expireIdempotencyKeys.batch(uow))
    await desk.run(desk.omar, reply('Every day'), { once })
    expect((await texts()).filter(it => it === 'Every day')).toHaveLength(2)
  })
})
