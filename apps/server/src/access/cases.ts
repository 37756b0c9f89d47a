import type { TicketFacts } from '@gotrs/contract/permissions'
import { inputsOf } from './inputs.ts'
import { type Kind, kindsOf, type PlaceName, places } from './kinds.ts'
import type { Scene } from './scene.ts'

/** A part of a ticket that an input names. */
export type Named = { place: PlaceName; isForStaff: boolean }

/** One test call of a procedure: an input from `inputs/`, or the same input with one id replaced. */
export type Case = {
  name: string
  input: unknown
  isWritten: boolean
  /** It names something that does not exist: something foreign must get the same answer. */
  isMissing: boolean
  /** The parts of tickets that it names. */
  named: Named[]
}

/** All test calls of a procedure: its inputs, and each input again with each id replaced by every other id of its kind. */
export function casesOf(procedure: string, scene: Scene): Case[] {
  const kinds = kindsOf(scene)
  const cases = Object.entries(inputsOf(procedure)).flatMap(([name, make]) => {
    const input = make(scene)
    const written = { name, input, isWritten: true, isMissing: name.startsWith('missing') }
    return [
      written,
      ...swapped(input, kinds).map(it => ({ ...it, name: name === 'own' ? it.name : `${name}, ${it.name}` })),
    ]
  })
  const known = new Set<string>()
  return cases.flatMap(one => {
    const key = JSON.stringify(one.input)
    if (known.has(key)) return []
    known.add(key)
    return [{ ...one, named: partsIn(one.input, kinds) }]
  })
}

type Swapped = Omit<Case, 'named'>

function swapped(input: unknown, kinds: Kind[]): Swapped[] {
  return leavesOf(input).flatMap(({ path, value, swap }) =>
    kinds
      .filter(({ things }) => Object.values(things).includes(value))
      .slice(0, 1)
      .flatMap(({ things }) =>
        Object.entries(things)
          .filter(([, other]) => other !== value)
          .map(([whose, other]) => ({
            ...{ name: `${path} = ${whose}`, input: swap(other) },
            ...{ isWritten: false, isMissing: whose === 'missing' },
          })),
      ),
  )
}

type Leaf = { path: string; value: unknown; swap(other: unknown): unknown }

/** Every value in an input that is not an object, and a function that replaces it. */
function leavesOf(input: unknown): Leaf[] {
  if (typeof input !== 'object' || input === null) return [{ path: '', value: input, swap: other => other }]
  return Object.entries(input).flatMap(([field, inner]) =>
    leavesOf(inner).map(({ path, value, swap }) => ({
      path: path === '' ? field : `${field}.${path}`,
      value,
      swap: (other: unknown) =>
        Array.isArray(input)
          ? input.map((it, at) => (String(at) === field ? swap(other) : it))
          : { ...input, [field]: swap(other) },
    })),
  )
}

const partsIn = (input: unknown, kinds: Kind[]): Named[] =>
  leavesOf(input).flatMap(({ value }) =>
    kinds.flatMap(({ things, readBy }) =>
      places
        .filter(place => readBy && things[place] === value)
        .map(place => ({ place, isForStaff: readBy === 'staff' })),
    ),
  )

/** What the permission table needs to know of the ticket of a place. */
export function ticketFacts({ world, ...scene }: Scene, place: PlaceName): TicketFacts {
  const customers = {
    support: { customerId: world.omar.id, organisationId: world.omar.organisationId },
    billing: { customerId: world.lena.id, organisationId: null },
    legal: { customerId: 'kim', organisationId: null },
  }
  return { queueId: scene[place].queueId, assigneeId: null, ...customers[place] }
}
