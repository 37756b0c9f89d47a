import { expect, it } from 'vitest'
import { countText } from './count-text.ts'

it('stops counting at the cap', () => {
  expect(countText(0)).toBe('0')
  expect(countText(999)).toBe('999')
  expect(countText(1000)).toBe('999+')
  expect(countText(1500)).toBe('999+')
})
