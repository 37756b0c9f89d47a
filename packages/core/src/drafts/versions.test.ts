import { randomUUID } from 'node:crypto'
import { type UpdateDraftInput, updateDraftInput } from '@gotrs/contract/drafts'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { drafts } from '@gotrs/db/tables/drafts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { deleteDraft } from './delete.ts'
import { expireEndedDrafts } from './expire-ended.ts'
import { readDraft } from './queries.ts'
import { updateDraft } from './update.ts'

let world: World
let ticketId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  ticketId = (await ask(world, world.omar)).ticketId
})

const save = (html: string, seenVersion: Partial<UpdateDraftInput>) => {
  const input = updateDraftInput.parse({ ticketId, kind: 'public', html, version: 0, ...seenVersion })
  return world.run(world.ana, uow => updateDraft(uow, input))
}
const stored = () => world.read(world.ana, reader => readDraft(reader, { ticketId }))
const refused = (draft: object | null) => ({ code: 'draft_changed', params: { draft } })
const note = () => world.run(world.ana, uow => addNote(uow, { ticketId, text: 'Sent.', attachmentIds: [] }))

describe('a save', () => {
  test('is rejected with the stored draft if another window saved in between, and nothing is lost', async () => {
    const first = await save('First', { version: 0 })
    const second = await save('Second', { version: first.version })
    await expect(save('Stale', { version: first.version })).rejects.toMatchObject(refused(second))
    await expect(save('Knows of none', { version: 0 })).rejects.toMatchObject(refused({ html: 'Second' }))
    expect(await stored()).toEqual(second)
    expect((await save('Third', { version: second.version })).html).toBe('Third')
  })

  test('wins once of two at the same time, whether a draft was there or not', async () => {
    for (const round of [0, 1, 2, 3, 4]) {
      const version = (await stored())?.version ?? 0
      const saves = ['a', 'b', 'c'].map(window => save(`${window}${round}`, { version }))
      const outcomes = await Promise.allSettled(saves)
      const won = outcomes.flatMap(it => (it.status === 'fulfilled' ? [it.value] : []))
      expect(won.length).toBe(1)
      expect(await stored()).toEqual(won[0])
      for (const it of outcomes) if (it.status === 'rejected') expect(it.reason).toMatchObject(refused(won[0] ?? null))
    }
  })

  test('replaces an earlier one of the same window whose answer is not there yet, and is not replaced by it', async () => {
    const writer = { writerId: randomUUID(), version: 0 }
    await save('Hello', { ...writer, saveNumber: 1 })
    await save('Hello world', { ...writer, saveNumber: 3 })
    await expect(save('Hello wo', { ...writer, saveNumber: 2 })).rejects.toMatchObject(refused({ html: 'Hello world' }))
    const other = await save('Other', {
      version: (await stored())?.version ?? 0,
      writerId: randomUUID(),
      saveNumber: 1,
    })
    await expect(save('Hello world!', { ...writer, saveNumber: 4 })).rejects.toMatchObject(refused(other))
  })

  test('with "any" replaces whatever is there', async () => {
    await save('First', { version: 0 })
    expect((await save('Second', { version: 'any' })).html).toBe('Second')
  })
})

describe('a draft that was sent', () => {
  const late = { writerId: randomUUID(), saveNumber: 7 }

  test('does not come back when an old window saves, which learns that it was sent', async () => {
    const { version } = await save('Almost done', { version: 0, ...late, saveNumber: 6 })
    const sent = await versionNow(world, ticketId)
    const reply = { ticketId, version: sent, html: 'Done', attachmentIds: [], thenResolve: false }
    await world.run(world.ana, uow => replyToTicket(uow, reply))
    const empty = { state: 'sent', html: '', version: version + 1, writerId: null }
    await expect(save('Almost done!', { version, ...late })).rejects.toMatchObject(refused(empty))
    expect((await seen(world, world.ana, ticketId)).staff?.draft).toMatchObject(empty)
    expect(await save('Another answer', { version: version + 1 })).toMatchObject({ state: 'open' })
  })

  test('is sent by a note too, and another person keeps theirs', async () => {
    await save('A note', { version: 0 })
    const mine = updateDraftInput.parse({ ticketId, kind: 'note', html: 'Mine', version: 0 })
    await world.run(world.admin, uow => updateDraft(uow, mine))
    await note()
    expect(await stored()).toMatchObject({ state: 'sent' })
    expect(await world.read(world.admin, reader => readDraft(reader, { ticketId }))).toMatchObject({ state: 'open' })
  })

  test('leaves its row for a month, and an old window is rejected after that too', async () => {
    const { version } = await save('Almost done', { version: 0 })
    await note()
    const expire = () => world.run(systemActor('clock'), uow => expireEndedDrafts.batch(uow))
    expect(await expire()).toBe(0)
    const other = await ask(world, world.omar)
    const open = updateDraftInput.parse({ ticketId: other.ticketId, kind: 'note', html: 'Open', version: 0 })
    await world.run(world.ana, uow => updateDraft(uow, open))
    world.pass(31 * day)
    expect(await expire()).toBeGreaterThan(0)
    expect((await world.db.select().from(drafts)).filter(it => it.state !== 'open')).toEqual([])
    await expect(save('Almost done!', { version })).rejects.toMatchObject(refused(null))
    const next = await save('Another answer', { version: 0 })
    expect(next.version).toBeGreaterThan(version)
  })
})

describe('a deletion', () => {
  const remove = (version: number) => world.run(world.ana, uow => deleteDraft(uow, { ticketId, version }))

  test('is a version: it is rejected after a save elsewhere, and rejects an old save', async () => {
    const first = await save('First', { version: 0 })
    const second = await save('Second', { version: first.version })
    await expect(remove(first.version)).rejects.toMatchObject(refused(second))
    await remove(second.version)
    await expect(save('Second!', { version: second.version })).rejects.toMatchObject(refused({ state: 'deleted' }))
  })

  test('of what is not there changes nothing', async () => {
    await remove(5)
    expect(await stored()).toBeNull()
  })
})
