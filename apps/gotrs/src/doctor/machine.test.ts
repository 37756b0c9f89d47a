import { expect, it } from 'vitest'
import { checkFreeSpace, checkNode } from './machine.ts'

it('wants Node 24', () => {
  expect(checkNode('24.21.0').state).toBe('fine')
  expect(checkNode('22.1.0')).toMatchObject({ state: 'trouble', detail: expect.stringContaining('Node 24') })
})

it('warns while there is time, and fails before mail has to wait', () => {
  const states = [10, 1, 0.1].map(gibibytes => checkFreeSpace(gibibytes * 1024 ** 3).state)
  expect(states).toEqual(['fine', 'note', 'trouble'])
})
