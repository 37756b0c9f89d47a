import { type UpdateNewTicketDraftInput, updateNewTicketDraftInput } from '@gotrs/contract/new-ticket-draft'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { deleteNewTicketDraft, readNewTicketDraft, updateNewTicketDraft } from './new-ticket.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const save = (input: UpdateNewTicketDraftInput, actor: UserActor = world.ana) =>
  world.run(actor, uow => updateNewTicketDraft(uow, updateNewTicketDraftInput.parse(input)))
const stored = () => world.read(world.ana, readNewTicketDraft)

test('a form for a new ticket is kept by version, for its writer alone', async () => {
  expect(await stored()).toBeNull()
  const filled = {
    customer: 'nora@ac',
    title: 'Printer',
    text: 'It smokes.',
    priority: 'high',
    isMailed: true,
  } as const
  const first = await save({ ...filled, queueId: world.supportId, version: 0 })
  expect(first).toMatchObject({ ...filled, queueId: world.supportId, state: 'open' })
  await expect(save({ title: 'Stale', version: 0 })).rejects.toMatchObject({
    code: 'draft_changed',
    params: { draft: first },
  })
  expect(await stored()).toEqual(first)
  expect(await world.read(world.admin, readNewTicketDraft)).toBeNull()
  await expect(save({ title: 'Mine', version: 0 }, world.omar)).rejects.toMatchObject({ code: 'forbidden' })
})

test('only one of two first saves at the same time is stored', async () => {
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map(title => save({ title, version: 0 }, world.ben)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
})

test('the ticket that it becomes ends it, and an old window cannot save it again', async () => {
  const { version } = await save({ title: 'Printer', text: 'It smokes.', version: 'any' })
  await ask(world, world.ana, { title: 'By a program' })
  expect(await stored()).toMatchObject({ state: 'open' })
  await ask(world, world.ana, { title: 'Printer', endsDraft: true })
  const ended = { state: 'sent', title: '', text: '', version: version + 1 }
  expect(await stored()).toMatchObject(ended)
  await expect(save({ title: 'Printer', version })).rejects.toMatchObject({ params: { draft: ended } })
  await expect(ask(world, world.omar, { endsDraft: true })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a deletion empties it', async () => {
  const { version } = await save({ title: 'Printer', version: 'any' })
  await world.run(world.ana, uow => deleteNewTicketDraft(uow, { version }))
  expect(await stored()).toMatchObject({ state: 'deleted', title: '' })
})
