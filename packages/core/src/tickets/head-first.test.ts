import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { listTickets } from './list.ts'

describe('a search by the newest match', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    await ask(world, world.omar, { title: 'The scanner needs a password' })
    await ask(world, world.lena, { title: 'Scanner', message: 'It has no power.' })
    await ask(world, world.lena, { title: 'Something else', message: 'The scanner wants a password too.' })
    for (let at = 1; at <= 7; at += 1) await ask(world, world.lena, { title: `Late ${at}`, message: 'A scanner.' })
  })
  afterAll(() => world.remove())

  async function titles(actor: UserActor, q: string, limit?: number) {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await world.read(actor, reader => listTickets(reader, { q, limit, cursor }))
      found.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  it('puts tickets first that have every word in their subject, then the newest', async () => {
    const later = ['Late 7', 'Late 6', 'Late 5', 'Late 4', 'Late 3', 'Late 2', 'Late 1', 'Something else']
    expect(await titles(world.ana, 'scanner')).toEqual(['Scanner', 'The scanner needs a password', ...later])
    expect(await titles(world.ana, 'scanner password')).toEqual(['The scanner needs a password', 'Something else'])
    expect(await titles(world.ana, 'scanner -late')).toEqual([
      'Scanner',
      'The scanner needs a password',
      'Something else',
    ])
  })

  it('shows each of them once over several pages', async () => {
    const all = await titles(world.ana, 'scanner')
    expect(await titles(world.ana, 'scanner', 4)).toEqual(all)
    expect(new Set(all).size).toBe(10)
  })

  it('leaves a ticket first that is named by its number, however short the page is', async () => {
    const { ticketNumber: number } = await ask(world, world.lena, { title: 'A number' })
    for (let at = 1; at <= 6; at += 1) await ask(world, world.lena, { title: `About ${number}, ${at}` })
    for (const limit of [2, 6, 50]) expect((await titles(world.ana, String(number), limit))[0]).toBe('A number')
  })

  it('puts tickets of a customer first whose name it is', async () => {
    await ask(world, world.lena, { title: 'About a colleague', message: 'Omar has no badge.' })
    expect(await titles(world.ana, 'omar')).toEqual(['The scanner needs a password', 'About a colleague'])
  })
})
