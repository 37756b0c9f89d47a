import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ComposerDraft } from './draft.ts'
import { createDraftSaver } from './draft-saver.ts'

const draft = (html: string): ComposerDraft => ({ kind: 'public', html, to: [], cc: [], bcc: [], files: [] })

function setUp(save: (draft: ComposerDraft) => Promise<unknown> = async () => undefined) {
  const saved: string[] = []
  const states: string[] = []
  const backups: (string | null)[] = []
  const discard = vi.fn(async () => undefined)
  const saver = createDraftSaver({
    save: async given => {
      await save(given)
      saved.push(given.html)
    },
    discard,
    onState: state => states.push(state),
    backUp: given => backups.push(given?.html ?? null),
  })
  return { saver, saved, states, backups, discard }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('saves once after a pause, the last state', async () => {
  const { saver, saved, states } = setUp()
  saver.change(draft('a'))
  saver.change(draft('ab'))
  await vi.advanceTimersByTimeAsync(699)
  expect(saved).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saved).toEqual(['ab'])
  expect(states.at(-1)).toBe('saved')
})

it('deletes an emptied draft', async () => {
  const { saver, saved, discard } = setUp()
  saver.change(draft(''))
  await saver.flush()
  expect(saved).toEqual([])
  expect(discard).toHaveBeenCalledOnce()
})

it('saves what was typed during a save after it, never two at once', async () => {
  let open: () => void = () => undefined
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const { saver, saved } = setUp(given => (given.html === 'first' ? gate : Promise.resolve()))
  saver.change(draft('first'))
  const flushed = saver.flush()
  saver.change(draft('second'))
  open()
  await flushed
  expect(saved).toEqual(['first', 'second'])
})

it('keeps a draft that could not be saved in the browser, and tries again', async () => {
  let isDown = true
  const { saver, saved, states, backups } = setUp(async () => {
    if (isDown) throw new Error('down')
  })
  saver.change(draft('precious'))
  await saver.flush()
  expect(states.at(-1)).toBe('failed')
  expect(backups).toEqual(['precious'])
  expect(saver.hasUnsaved()).toBe(true)
  isDown = false
  await saver.flush()
  expect(saved).toEqual(['precious'])
  expect(backups.at(-1)).toBeNull()
})

it('saves nothing any more once the draft has been sent', async () => {
  const { saver, saved } = setUp()
  saver.change(draft('sent'))
  await saver.forget()
  await vi.advanceTimersByTimeAsync(5000)
  expect(saved).toEqual([])
})
