import { FailureError } from '@gotrs/web/errors/failure'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDraftSaver, type Seen, type StoredVersion } from './draft-saver.ts'

type Words = { html: string }
type Stored = StoredVersion & Words
const draft = (html: string): Words => ({ html })
const storedAs = (html: string, version: number): Stored => ({ html, version, state: 'open', writerId: 'other' })

function setUp(answer: (draft: Words) => Promise<unknown> = async () => undefined) {
  const saved: string[] = []
  const seen: Seen[] = []
  const states: string[] = []
  const conflicts: (Stored | null)[] = []
  const backups: (string | null)[] = []
  const remove = vi.fn(async () => undefined)
  const saver = createDraftSaver<Words, Stored>({
    version: 4,
    save: async (given, said) => {
      seen.push(said)
      await answer(given)
      saved.push(given.html)
      return storedAs(given.html, said.version + 1)
    },
    remove,
    isEmpty: ({ html }) => html === '',
    isSame: ({ html }, stored) => html === stored.html,
    onState: state => states.push(state),
    onConflict: stored => conflicts.push(stored),
    backUp: kept => backups.push(kept?.draft.html ?? null),
  })
  return { saver, saved, seen, states, conflicts, backups, remove }
}

const refusing = (stored: Stored | null) => async () => {
  throw new FailureError({ code: 'draft_changed', params: { draft: stored } })
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('saves once after a pause, the last state, based on the version that it learned', async () => {
  const { saver, saved, seen, states } = setUp()
  saver.change(draft('a'))
  saver.change(draft('ab'))
  await vi.advanceTimersByTimeAsync(699)
  expect(saved).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saved).toEqual(['ab'])
  expect(states.at(-1)).toBe('saved')
  saver.change(draft('abc'))
  await saver.flush()
  expect(seen.map(({ version }) => version)).toEqual([4, 5])
  expect(seen[1]?.saveNumber).toBeGreaterThan(seen[0]?.saveNumber ?? Number.POSITIVE_INFINITY)
})

it('deletes an emptied draft', async () => {
  const { saver, saved, remove } = setUp()
  saver.change(draft(''))
  await saver.flush()
  expect(saved).toEqual([])
  expect(remove).toHaveBeenCalledOnce()
})

it('keeps what is not saved in the browser from the first key press, until it is saved', async () => {
  const { saver, backups } = setUp()
  saver.change(draft('a'))
  expect(backups).toEqual(['a'])
  await saver.flush()
  expect(backups).toEqual(['a', null])
})

it('saves what was typed during a save after it, never two at once', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const { saver, saved } = setUp(({ html }) => (html === 'first' ? gate : Promise.resolve()))
  saver.change(draft('first'))
  const flushed = saver.flush()
  saver.change(draft('second'))
  open()
  await flushed
  expect(saved).toEqual(['first', 'second'])
})

it('sends the last words at once when the page may go, and takes nothing back when the save before them fails', async () => {
  const { promise: gate, reject: fail } = Promise.withResolvers<void>()
  const { saver, saved, seen, states, backups } = setUp(({ html }) => (html === 'first' ? gate : Promise.resolve()))
  saver.change(draft('first'))
  const flushed = saver.flush()
  saver.change(draft('first and last'))
  saver.hurry()
  await vi.advanceTimersByTimeAsync(0)
  expect(saved).toEqual(['first and last'])
  expect(seen.map(({ version }) => version)).toEqual([4, 4])
  fail(new Error('overtaken'))
  await flushed
  expect(states.at(-1)).toBe('saved')
  expect([backups.at(-1), saver.hasUnsaved()]).toEqual([null, false])
})

it('keeps a draft that could not be saved in the browser, and tries again', async () => {
  let isDown = true
  const { saver, saved, states, backups } = setUp(async () => {
    if (isDown) throw new Error('down')
  })
  saver.change(draft('precious'))
  await saver.flush()
  expect(states.at(-1)).toBe('failed')
  expect(backups.at(-1)).toBe('precious')
  expect(saver.hasUnsaved()).toBe(true)
  isDown = false
  await saver.flush()
  expect(saved).toEqual(['precious'])
  expect(backups.at(-1)).toBeNull()
})

it('saves nothing more after a refusal until the person has chosen, and then on top of what they saw', async () => {
  const { saver, seen, states, conflicts, backups } = setUp(refusing(storedAs('theirs', 9)))
  saver.change(draft('mine'))
  await saver.flush()
  expect(conflicts).toEqual([storedAs('theirs', 9)])
  saver.change(draft('mine, longer'))
  await saver.flush()
  saver.hurry()
  await vi.advanceTimersByTimeAsync(5000)
  expect([states.at(-1), backups.at(-1), seen.length]).toEqual(['conflict', 'mine, longer', 1])
  saver.settle(9, draft('both'))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen[1]?.version).toBe(9)
})

it('drops its own text when the person chooses the other one', async () => {
  const { saver, seen, backups } = setUp(refusing(storedAs('theirs', 9)))
  saver.change(draft('mine'))
  await saver.flush()
  saver.settle(9, null)
  await vi.advanceTimersByTimeAsync(5000)
  expect([seen.length, backups.at(-1), saver.hasUnsaved(), saver.version()]).toEqual([1, null, false, 9])
})

it('takes a refusal for a save if the very words are stored already', async () => {
  const { saver, states, conflicts } = setUp(refusing(storedAs('mine', 9)))
  saver.change(draft('mine'))
  await saver.flush()
  expect([states.at(-1), conflicts, saver.version()]).toEqual(['saved', [], 9])
})

it('saves nothing any more once the draft has been sent', async () => {
  const { saver, saved } = setUp()
  saver.change(draft('sent'))
  await saver.end()
  await vi.advanceTimersByTimeAsync(5000)
  expect(saved).toEqual([])
})
