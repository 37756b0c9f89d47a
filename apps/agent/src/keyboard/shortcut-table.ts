import { type FixedView, fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { type KeyedAction, keyedActions } from '../ticket/actions/header-actions.ts'

type Shortcut = { keys: string; label: string; group: string }
type ViewShortcut = `view-${FixedView}`

export const viewShortcut = (name: FixedView): ViewShortcut => `view-${name}`

const ofViews = Object.fromEntries(
  fixedViewNames.map(name => {
    const { shortcut, label } = fixedViews[name]
    return [viewShortcut(name), { keys: shortcut, label, group: 'Views' }]
  }),
) as Record<ViewShortcut, Shortcut>

const ofActions = Object.fromEntries(
  keyedActions.map(({ name, keys, label }) => [name, { keys, label, group: 'Ticket' }]),
) as Record<KeyedAction, Shortcut>

/** Every key of the app: what the sheet lists and what a component may listen to. */
export const shortcuts = {
  next: { keys: 'j', label: 'Next ticket in the list', group: 'List' },
  previous: { keys: 'k', label: 'Previous ticket in the list', group: 'List' },
  open: { keys: 'enter', label: 'Open the ticket', group: 'List' },
  select: { keys: 'x', label: 'Select the ticket; with Shift and J or K several', group: 'List' },
  selectAll: { keys: 'mod+a', label: 'Select all tickets that are loaded', group: 'List' },
  back: { keys: 'u', label: 'Back to list', group: 'List' },
  search: { keys: '/', label: 'Search', group: 'List' },
  newTicket: { keys: 'c', label: 'New ticket', group: 'Everywhere' },
  palette: { keys: 'mod+k', label: 'Go to a view, page or ticket number, or search', group: 'Everywhere' },
  undo: { keys: 'mod+z', label: 'Undo the last change', group: 'Everywhere' },
  sheet: { keys: '?', label: 'Show keyboard shortcuts', group: 'Everywhere' },
  dashboard: { keys: 'g d', label: 'Dashboard', group: 'Views' },
  ...ofViews,
  reply: { keys: 'r', label: 'Reply', group: 'Ticket' },
  note: { keys: 'n', label: 'Write an internal note', group: 'Ticket' },
  assign: { keys: 'a', label: 'Assign', group: 'Ticket' },
  status: { keys: 's', label: 'Set the status', group: 'Ticket' },
  priority: { keys: 'p', label: 'Set the priority', group: 'Ticket' },
  queue: { keys: 'q', label: 'Move to a queue', group: 'Ticket' },
  ...ofActions,
  followers: { keys: 'w', label: 'Follow, or add a follower', group: 'Ticket' },
  tags: { keys: 'l', label: 'Tags', group: 'Ticket' },
  print: { keys: 'mod+p', label: 'Print, or save as PDF', group: 'Ticket' },
  send: { keys: 'mod+enter', label: 'Send, or add the note', group: 'Composer' },
  sendAndResolve: { keys: 'mod+shift+enter', label: 'Send and resolve', group: 'Composer' },
} as const satisfies Record<string, Shortcut>

export type ShortcutName = keyof typeof shortcuts

const ticketKeys = new Set(
  Object.values<Shortcut>(shortcuts).flatMap(({ group, keys }) => (group === 'Ticket' ? [keys] : [])),
)

/** Whether the key acts on the ticket on the screen. */
export const isForTicket = (keys: string) => ticketKeys.has(keys)

const textKeys = new Set<string>(
  (['reply', 'note', 'assign', 'status', 'priority', 'queue', 'followers', 'tags'] as const).map(
    name => shortcuts[name].keys,
  ),
)

/** Whether a text follows the key. */
export const beginsText = (key: string) => textKeys.has(key)

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

export const keyCaps = (name: ShortcutName): string[] => capsOf(shortcuts[name].keys)

/** The keys as they are printed on the keyboard in front of the reader. */
export function capsOf(keys: string): string[] {
  return keys.split(/[+ ]/).map(key => {
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl'
    if (key === 'enter') return 'Enter'
    if (key === 'shift') return 'Shift'
    return key.length === 1 ? key.toUpperCase() : key
  })
}
