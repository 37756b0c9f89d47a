import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersTo, foreignTo, removeTickets, tieTogether } from './foreign.ts'
import { createScene, type Scene, secretWord } from './scene.ts'
import { createTrials, type Trials } from './trial.ts'

let scene: Scene
let trials: Trials
beforeAll(async () => {
  scene = await createScene()
  trials = await createTrials(scene.world)
})
afterAll(async () => {
  trials.stop()
  await scene.world.remove()
})

const strangers = ['omar', 'nora', 'lena', 'ana', 'ben'] as const

/** Hundreds of calls, also on a machine that has much else to do. */
const busy = { timeout: 120_000 }

test.each(strangers)(
  'no answer, list, count or suggestion tells %s of what they may not read, nor that it exists',
  busy,
  async person => {
    const { world } = scene
    const { desk } = trials
    await trials.run(async () => {
      await tieTogether(desk, scene)
      const foreign = await foreignTo(desk, world[person])
      const before = await answersTo(desk, world[person], scene)
      for (const [question, answer] of before) {
        const named = foreign.filter(ticketId => answer.includes(ticketId) && !question.includes(ticketId))
        expect([question, named]).toEqual([question, []])
      }
      await removeTickets(desk, world, foreign)
      expect(await answersTo(desk, world[person], scene)).toEqual(before)
      // The comparison can fail: something of one's own is missed.
      const own = person === 'omar' || person === 'nora' ? scene.support : scene.billing
      await removeTickets(desk, world, [own.ticketId])
      const left = await answersTo(desk, world[person], scene, 'tickets.get')
      expect([...left].filter(([question, answer]) => before.get(question) !== answer).length).toBeGreaterThan(0)
    })
  },
)

test('tags of tickets that a person may not read are not offered to them', async () => {
  const { desk } = trials
  const offered = async (person: 'ana' | 'ben' | 'admin') => {
    const answers = await trials.run(() => answersTo(desk, scene.world[person], scene, 'tags.list'))
    return JSON.parse(answers.get(`tags.list ${JSON.stringify({ text: secretWord })}`) ?? '[]')
  }
  expect(await offered('ben')).toEqual([`${secretWord}-billing`])
  expect(await offered('ana')).toEqual([`${secretWord}-billing`, `${secretWord}-support`])
  expect(await offered('admin')).toHaveLength(3)
})
