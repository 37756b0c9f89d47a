import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { seen } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tokens } from '@gotrs/db/tables/accounts'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { register } from '../../accounts/register.ts'
import { requestPasswordReset } from '../../accounts/request-password-reset.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const mailsTo = async (address: string) =>
  (await world.pool.query('select 1 from outbound_recipients where address = $1', [address])).rows.length

test.each(['no-reply@service.example', 'donotreply+7f@service.example', 'Bounces@service.example'])(
  'what a service writes from %s is for staff only: nobody can make that address an account',
  async address => {
    const row = await receive(world, letter({ from: `Service <${address}>`, text: 'Your code is 4711.' }))
    expect(row.outcome).toBe('created')
    const email = address.toLowerCase()
    await requestPasswordReset(world, { email })
    await register(world, { name: 'Service', email, password: 'tall giraffe socks' })
    await world.settle()
    expect(await world.db.select().from(tokens)).toEqual([])
    expect(await mailsTo(email)).toBe(0)
    const [sender] = await world.db.select().from(users).where(eq(users.email, email))
    expect(sender).toMatchObject({ role: 'customer', passwordHash: null })
    const ticketId = row.ticketId ?? ''
    expect((await seen(world, world.ana, ticketId)).messages.items[0]?.text).toContain('4711')
    for (const other of [world.omar, world.lena, world.ben]) {
      await expect(seen(world, other, ticketId)).rejects.toMatchObject({ code: 'not_found' })
    }
  },
)

test('a person’s address gets its link, and until it is used nobody reads the ticket', async () => {
  const row = await receive(world, letter({ from: 'vera@home.example' }))
  await requestPasswordReset(world, { email: 'vera@home.example' })
  await world.settle()
  expect(await world.db.select().from(tokens)).toHaveLength(1)
  await expect(seen(world, world.omar, row.ticketId ?? '')).rejects.toMatchObject({ code: 'not_found' })
})
