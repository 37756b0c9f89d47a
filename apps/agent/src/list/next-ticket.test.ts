import { expect, it } from 'vitest'
import { neighbour, nextTicket } from './next-ticket.ts'

const row = (number: number, waitingSince: string | null = null) => ({ number, staff: { waitingSince } })
const waiting = (number: number) => row(number, '2026-11-30T08:00:00.000Z')

it('goes on to the next ticket below where somebody waits', () => {
  expect(nextTicket([waiting(1), waiting(2), row(3), waiting(4)], 2)?.number).toBe(4)
})

it('begins at the top again where nobody waits below', () => {
  expect(nextTicket([waiting(1), waiting(2), waiting(3), row(4)], 3)?.number).toBe(1)
})

it('goes to the neighbour where nobody waits at all', () => {
  expect(nextTicket([row(1), row(2), row(3)], 2)?.number).toBe(3)
  expect(nextTicket([row(1), row(2), row(3)], 3)?.number).toBe(2)
})

it('begins at the top where the finished ticket is not in the list', () => {
  expect(nextTicket([row(1), waiting(2)], 9)?.number).toBe(2)
  expect(nextTicket([row(1), row(2)], 9)?.number).toBe(1)
})

it('has nowhere to go where there is no other ticket', () => {
  expect(nextTicket([waiting(1)], 1)).toBeNull()
  expect(nextTicket([], 1)).toBeNull()
})

it('moves to the neighbour and stops at the ends', () => {
  const tickets = [row(1), row(2), row(3)]
  expect([neighbour(tickets, 2, 1, 1), neighbour(tickets, 2, 1, -1)]).toEqual([row(3), row(1)])
  expect([neighbour(tickets, 3, 2, 1), neighbour(tickets, 1, 0, -1)]).toEqual([row(3), row(1)])
  expect(neighbour(tickets, null, 0, 1)).toEqual(row(1))
})

it('goes on from the place of a ticket that left the list', () => {
  const tickets = [row(1), row(3), row(4)]
  expect([neighbour(tickets, 2, 1, 1), neighbour(tickets, 2, 1, -1)]).toEqual([row(3), row(1)])
  expect(neighbour([row(1)], 2, 1, 1)).toEqual(row(1))
  expect(neighbour([], 2, 1, 1)).toBeUndefined()
})
