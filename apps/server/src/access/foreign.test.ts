import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersTo, foreignTo, removeTickets, tieTogether } from './foreign.ts'
import { createRolledBackDesk, type RolledBackDesk } from './rolled-back-desk.ts'
import { createScene, type Scene, secretWord } from './scene.ts'

let scene: Scene
let rolledBack: RolledBackDesk
beforeAll(async () => {
  scene = await createScene()
  rolledBack = await createRolledBackDesk(scene.world)
})
afterAll(async () => {
  rolledBack.stop()
  await scene.world.remove()
})

const strangers = ['omar', 'nora', 'lena', 'ana', 'ben'] as const

/** Hundreds of calls, also on a busy machine. */
const busy = { timeout: 120_000 }

test.each(strangers)(
  'no answer, list, count or suggestion shows %s what they may not read, or that it exists',
  busy,
  async person => {
    const { world } = scene
    const { desk } = rolledBack
    await rolledBack.run(async () => {
      await tieTogether(desk, scene)
      const foreign = await foreignTo(desk, world[person])
      const before = await answersTo(desk, world[person], scene)
      for (const [question, answer] of before) {
        const named = foreign.filter(ticketId => answer.includes(ticketId) && !question.includes(ticketId))
        expect([question, named]).toEqual([question, []])
      }
      await removeTickets(desk, world, foreign)
      expect(await answersTo(desk, world[person], scene)).toEqual(before)
      // The comparison can fail: it notices when a ticket of their own is deleted.
      const own = person === 'omar' || person === 'nora' ? scene.support : scene.billing
      await removeTickets(desk, world, [own.ticketId])
      const left = await answersTo(desk, world[person], scene, 'tickets.get')
      expect([...left].filter(([question, answer]) => before.get(question) !== answer).length).toBeGreaterThan(0)
    })
  },
)

test('does not offer a person the tags of tickets that they may not read', async () => {
  const { desk } = rolledBack
  const offered = async (person: 'ana' | 'ben' | 'admin') => {
    const answers = await rolledBack.run(() => answersTo(desk, scene.world[person], scene, 'tags.list'))
    return JSON.parse(answers.get(`tags.list ${JSON.stringify({ text: secretWord })}`) ?? '[]')
  }
  expect(await offered('ben')).toEqual([`${secretWord}-billing`])
  expect(await offered('ana')).toEqual([`${secretWord}-billing`, `${secretWord}-support`])
  expect(await offered('admin')).toHaveLength(3)
})
