import { ticketStatuses } from '@gotrs/contract/ticket-status'
import { allows } from '@gotrs/contract/workflow'
import { describe, expect, it } from 'vitest'
import { canReopen, canResolve, stateOf } from './request-state.ts'

const said = (authorRole: 'agent' | 'admin' | 'customer') => ({
  preview: 'Hello',
  authorName: 'Ana',
  authorRole,
  at: '2026-11-22T09:30:00.000Z',
})

describe('stateOf', () => {
  it.each([
    ['new', 'customer', 'new'],
    ['open', 'customer', 'open'],
    ['open', 'agent', 'waiting'],
    ['open', 'admin', 'waiting'],
    ['new', 'agent', 'new'],
    ['resolved', 'agent', 'solved'],
    ['closed', 'customer', 'closed'],
  ] as const)('%s with the last word by %s is %s', (status, role, state) => {
    expect(stateOf({ status, lastMessage: said(role) })).toBe(state)
  })

  it('waits for nobody before the first message', () => {
    expect(stateOf({ status: 'open', lastMessage: null })).toBe('open')
  })
})

it('agrees with the workflow table about the buttons', () => {
  for (const status of ticketStatuses) {
    expect(canResolve(status), status).toBe(allows('customer', 'resolve', status))
    expect(canReopen(status), status).toBe(allows('customer', 'reopen', status))
  }
})
