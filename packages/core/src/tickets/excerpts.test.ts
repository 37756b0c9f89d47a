import { expect, it } from 'vitest'
import { withoutQuoteMarks } from './excerpts.ts'

it('leaves out the marks of quoted lines, and nothing else that is greater', () => {
  expect(withoutQuoteMarks('Yes.\n> > So did mine\n>> a > b\n  >\nI -> you')).toBe(
    'Yes.\nSo did mine\na > b\n\nI -> you',
  )
})
