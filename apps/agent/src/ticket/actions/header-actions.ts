import type { Me } from '@gotrs/contract/auth'
import type { Ticket } from '@gotrs/contract/tickets'
import type { Sentences } from '../sentence.ts'
import type { HeaderAction, TicketMark } from './header-action.ts'
import { snooze, wake } from './snooze.tsx'
import { close, reopen, resolve, take } from './status-actions.ts'

/**
 * In the order of the buttons. Buttons, tooltips, keys, the sheet of shortcuts, marks and sentences of the timeline are read
 * from these records.
 */
const actions = { take, wake, snooze, resolve, reopen, close } as const satisfies Record<string, HeaderAction>

type Actions = typeof actions
type Having<Part extends string> = {
  [N in keyof Actions]: Actions[N] extends Record<Part, unknown> ? N : never
}[keyof Actions]

const list: [keyof Actions, HeaderAction][] = Object.entries(actions) as [keyof Actions, HeaderAction][]

/** The actions that a key does too. */
export type KeyedAction = Having<'keys'>

export const isKeyed = (name: keyof Actions): name is KeyedAction => 'keys' in actions[name]
export const keyedActions = list.flatMap(([name, { keys, label, hint = label }]) =>
  keys ? [{ name: name as KeyedAction, keys, label: hint }] : [],
)

export const offeredActions = (ticket: Ticket, me: Me) =>
  list.filter(([, { isOffered }]) => isOffered?.(ticket, me) ?? true).map(([name, action]) => ({ name, action }))

/** What says more about the ticket than its status, where something does. */
export function markOf(ticket: Partial<Ticket>): TicketMark | null {
  for (const [, { mark }] of list) {
    const found = mark?.(ticket)
    if (found) return found
  }
  return null
}

type SentencesOf<N> = N extends Having<'sentences'> ? keyof Actions[N]['sentences'] : never
/** The events whose sentence is in an action. */
export type EventOfAction = SentencesOf<keyof Actions>

export const actionSentences: Sentences = Object.assign({}, ...list.map(([, { sentences }]) => sentences))
