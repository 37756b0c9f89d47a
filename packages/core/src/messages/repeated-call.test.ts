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
    const idempotency = { key: 'k1', callHash: 'a' }
    const first = await desk.run(desk.omar, reply('It stopped.'), { idempotency })
    const again = await desk.run(desk.omar, reply('It stopped.'), { idempotency })
    expect(again).toEqual(first)
    expect(await texts()).toEqual(['It hums.', 'It stopped.'])
  })

  it('is done once when it comes several times at once', async () => {
    const idempotency = { key: 'k2', callHash: 'a' }
    const answers = await Promise.all([1, 2, 3].map(() => desk.run(desk.omar, reply('Hello?'), { idempotency })))
    expect(new Set(answers.map(it => it.messageId)).size).toBe(1)
    expect((await texts()).filter(it => it === 'Hello?')).toHaveLength(1)
  })

  it('is rejected for another call, and belongs to one person', async () => {
    const other = desk.run(desk.omar, reply('Something else'), { idempotency: { key: 'k1', callHash: 'b' } })
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    const answer = await desk.run(desk.nora, reply('I have it too.'), { idempotency: { key: 'k1', callHash: 'b' } })
    expect(answer.ticketId).toBe(ticketId)
  })

  it('leaves no key where it failed', async () => {
    const idempotency = { key: 'k3', callHash: 'a' }
    const failing = desk.run(
      desk.omar,
      async uow => {
        await reply('Never')(uow)
        throw new Error('the line broke')
      },
      { idempotency },
    )
    await expect(failing).rejects.toThrow('the line broke')
    await desk.run(desk.omar, reply('At last'), { idempotency })
    expect((await texts()).filter(it => it === 'Never' || it === 'At last')).toEqual(['At last'])
  })

  it('runs again after its connection broke in the middle', async () => {
    const idempotency = { key: 'k5', callHash: 'a' }
    const broken = desk.run(
      desk.omar,
      async uow => {
        await reply('Broken off')(uow)
        await uow.db.execute('select pg_terminate_backend(pg_backend_pid())')
      },
      { idempotency },
    )
    await expect(broken).rejects.toThrow()
    await desk.run(desk.omar, reply('Whole'), { idempotency })
    expect((await texts()).filter(it => it === 'Broken off' || it === 'Whole')).toEqual(['Whole'])
  })

  it('repeats its answer also where it could not be done a second time', async () => {
    const idempotency = { key: 'k6', callHash: 'a' }
    const first = await desk.run(desk.omar, reply('Done'), { idempotency })
    const failing = async (): Promise<typeof first> => {
      throw new Error('done before')
    }
    expect(await desk.run(desk.omar, failing, { idempotency })).toEqual(first)
  })

  it('runs again after a day', async () => {
    const idempotency = { key: 'k4', callHash: 'a' }
    await desk.run(desk.omar, reply('Every day'), { idempotency })
    desk.pass(day + 1)
    await desk.run(systemActor('clock'), uow => expireIdempotencyKeys.batch(uow))
    await desk.run(desk.omar, reply('Every day'), { idempotency })
    expect((await texts()).filter(it => it === 'Every day')).toHaveLength(2)
  })
})
