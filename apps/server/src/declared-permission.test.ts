import { ask, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { closeTicket } from '@gotrs/core/tickets/close'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { allowed, type Context, createCaller, router } from './trpc.ts'

const input = z.object({ ticketId: z.string() })
const wrong = router({
  tag: allowed('ticket.tag')
    .input(input)
    .mutation(({ ctx, input }) => ctx.run(uow => closeTicket(uow, { ...input, version: 1 }))),
})

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const contextOf = (idempotencyKey: string | null): Context => ({
  ...{ desk: world, actor: world.ana, credential: null, scopes: null, sessionId: null, idempotencyKey },
  ...{ requestId: 'test', remoteAddress: '192.0.2.1', userAgent: 'test', setSessionCookie: () => {} },
})

it.each([null, 'a-key'])('rolls back a verb that checks another permission than declared (key: %s)', async key => {
  const { ticketId } = await ask(world, world.omar)
  const call = createCaller(wrong)(contextOf(key))
  await expect(call.tag({ ticketId })).rejects.toMatchObject({
    cause: { cause: { message: expect.stringContaining('tag declares the permission ticket.tag, and its verb') } },
  })
  expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', version: 1 })
})
