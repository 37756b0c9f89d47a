import type { TicketStatus } from '../ticket-status.ts'

/** What a column of a ticket must hold. */
export type Content = 'something' | 'nothing' | 'more than zero'

/**
 * A state is in these statuses, and its ticket has these columns. The columns are for staff alone: a state without
 * statuses is for staff, and customers do not notice the columns of the others. `isRare`: few tickets are in it at any time.
 */
type State = {
  finds: string
  status?: readonly TicketStatus[]
  forStaff?: Record<string, Content>
  isRare?: true
}

/** What `is:` takes. Evaluation in memory and SQL both read these records. */
export const states = {
  open: {
    finds: 'new or open; for staff not the snoozed ones',
    status: ['new', 'open'],
    forStaff: { snoozedUntil: 'nothing' },
  },
  done: { finds: 'resolved or closed', status: ['resolved', 'closed'] },
  snoozed: { finds: 'put aside until a time', forStaff: { snoozedUntil: 'something' }, isRare: true },
  held: { finds: 'with mail that waits for a decision', forStaff: { heldCount: 'more than zero' }, isRare: true },
} as const satisfies Record<string, State>
export type StateName = keyof typeof states
export const stateNames = Object.keys(states) as StateName[]

type Columns = Extract<(typeof states)[StateName], { forStaff: unknown }>['forStaff']
/** The columns of a ticket that states are read from, each named as it is in the database. */
export type StateColumn = Columns extends infer C ? (C extends unknown ? keyof C : never) : never
/** What states are read from. A customer sees a ticket in no state that is for staff. */
export type StateFacts = { status: TicketStatus } & Record<StateColumn, Date | string | number | null>

/** In which statuses a ticket must be; null for any. */
export const statusesOf = (name: StateName): readonly TicketStatus[] | null => {
  const state: State = states[name]
  return state.status ?? null
}
export const columnsOf = (name: StateName): [StateColumn, Content][] => {
  const { forStaff = {} }: State = states[name]
  return Object.entries(forStaff) as [StateColumn, Content][]
}

export const isRare = (name: StateName): boolean => 'isRare' in states[name]

export const isInState = (name: StateName, ticket: StateFacts): boolean =>
  (statusesOf(name)?.includes(ticket.status) ?? true) &&
  columnsOf(name).every(([column, content]) => holds[content](ticket[column]))

const holds: Record<Content, (value: Date | string | number | null) => boolean> = {
  something: value => value !== null,
  nothing: value => value === null,
  'more than zero': value => typeof value === 'number' && value > 0,
}
