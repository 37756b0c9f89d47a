import { fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { expect, it } from 'vitest'
import { shortcuts, viewShortcut } from './shortcut-table.ts'

it('has a key for each fixed view, and no key twice', () => {
  for (const name of fixedViewNames) expect(shortcuts[viewShortcut(name)].label).toBe(fixedViews[name].label)
  const keys = Object.values(shortcuts).map(shortcut => shortcut.keys)
  expect(keys).toEqual([...new Set(keys)])
})
