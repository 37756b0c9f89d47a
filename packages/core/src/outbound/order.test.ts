import { type DueMail, queueMails } from '@gotrs/core/testing/outbound/queue-mails'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claimDueMails } from './claim.ts'
import type { ClaimedMail } from './claimed-mail.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { recordDelivery } from './record.ts'
import { retryMail } from './retry.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})

const queued = (count: number, mail: DueMail = {}) => queueMails(world, count, mail)
const claim = (limit = 100) => claimDueMails(world, limit)
const report = (mails: ClaimedMail[], said: DeliveryReport) =>
  Promise.all(mails.map(mail => recordDelivery(world, mail, said)))

describe('the order inside a ticket', () => {
  const ticket = async () => {
    const { ticketId } = await ask(world, world.ana, { customerEmail: 'omar@acme.example' })
    await world.settle()
    await world.pool.query('delete from outbound_mails')
    return ticketId
  }
  const three = async () => {
    const ticketId = await ticket()
    const ids: string[] = []
    for (let index = 0; index < 3; index += 1) {
      ids.push(...(await queued(1, { ticketId })))
      world.pass(1_000)
    }
    return ids
  }
  const next = async () => (await claim()).map(it => it.id)

  test('is kept while the earlier one waits, and an earlier one that has failed or was cancelled holds up nobody', async () => {
    const [first, second, third] = await three()
    const mails = await claim()
    expect(mails.map(it => it.id)).toEqual([first])
    await report(mails, { kind: 'refused', isPermanent: true, response: '550 no' })
    expect(await next()).toEqual([second])
    await world.pool.query(
      "update outbound_mails set status = 'cancelled', next_attempt_at = null, leased_until = null where id = $1",
      [second],
    )
    expect(await next()).toEqual([third])
  })

  test('is not kept for automatic mail that a server has put off: an answer by a person goes', async () => {
    const { ticketId } = await ask(world, world.lena)
    await world.pool.query('delete from outbound_mails')
    const [automatic] = await queued(1, { ticketId, purpose: 'acknowledgement' })
    world.pass(1_000)
    const [answer] = await queued(1, { ticketId })
    const mails = await claim()
    expect(mails.map(it => it.id)).toEqual([automatic])
    await report(mails, { kind: 'refused', isPermanent: false, response: '451 later' })
    expect(await next()).toEqual([answer])
  })

  test('is kept by one that is tried again by hand within the hour; an old one holds up nobody', async () => {
    const [first = '', second] = await three()
    await report(await claim(), { kind: 'refused', isPermanent: true, response: '550 no' })
    await world.run(world.admin, uow => retryMail(uow, { mailId: first }))
    const again = await claim()
    expect(again.map(it => it.id)).toEqual([first])
    await report(again, { kind: 'refused', isPermanent: false, response: '451 later' })
    expect(await next()).toEqual([])
    world.pass(61 * minute)
    expect(await next()).toEqual(expect.arrayContaining([first, second]))
  })
})
