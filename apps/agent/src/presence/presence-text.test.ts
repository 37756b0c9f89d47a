import { expect, it } from 'vitest'
import { presenceText } from './presence-text.ts'

const at = (name: string, state: 'viewing' | 'writing' = 'viewing') => ({ person: { id: name, name }, state })

it('names who views, and who writes before all others', () => {
  expect(presenceText([])).toBe('')
  expect(presenceText([at('Ben')])).toBe('Ben is viewing')
  expect(presenceText([at('Ben'), at('Ana')])).toBe('Ben and Ana are viewing')
  expect(presenceText([at('Ben'), at('Ana', 'writing')])).toBe('Ana is writing')
  expect(presenceText([at('Ben'), at('Ana'), at('Ada')])).toBe('Ben and 2 others are viewing')
})
