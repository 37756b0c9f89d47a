import { createApiTokenInput } from '@gotrs/contract/api-tokens'
import { scopes } from '@gotrs/contract/scopes'
import { expect, it } from 'vitest'
import { endOf, scopesFor, scopesText } from './token-text.ts'

it('says scopes as a sentence, in one order whatever the order they came in', () => {
  expect(scopesText(['tickets:write', 'tickets:read'])).toBe('Read tickets, work on tickets')
  expect(scopesText(['users:read'])).toBe('Read people')
})

it('offers everything to admins, and to agents nothing that they may not do', () => {
  expect(scopesFor('admin')).toEqual([...scopes])
  expect(scopesFor('agent')).toEqual(expect.arrayContaining(['tickets:read', 'tickets:write', 'account:write']))
  expect(scopesFor('agent')).toContain('mail:read')
  expect(scopesFor('agent')).not.toContain('settings:read')
  expect(scopesFor('agent')).not.toContain('settings:write')
})

it('counts the end of a token from now on, in the shape that the desk takes', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z')
  expect(endOf('30', now)).toBe('2026-12-22T12:00:00.000Z')
  expect(endOf('365', now)).toBe('2027-11-22T12:00:00.000Z')
  expect(endOf('never', now)).toBeNull()
  expect(
    createApiTokenInput.safeParse({
      ...{ name: 'Backup', scopes: ['tickets:read'], password: 'x' },
      expiresAt: endOf('90', now),
    }).success,
  ).toBe(true)
})
