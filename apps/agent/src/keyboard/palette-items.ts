import { listSearch } from '../list/list-params.ts'
import { ticketNumberOf } from '../search/ticket-number.ts'
import type { ViewLink } from '../views/view-links.ts'

/** Something the palette can go to. */
export type PaletteItem = { key: string; label: string; group: string; to: string }

const pages: PaletteItem[] = [
  { key: 'dashboard', label: 'Dashboard', group: 'Go to', to: '/dashboard' },
  { key: 'new', label: 'New ticket', group: 'Go to', to: '/tickets/new' },
  { key: 'all', label: 'All tickets', group: 'Go to', to: '/tickets' },
  { key: 'account', label: 'Your account', group: 'Go to', to: '/settings/account' },
]
const adminPages: PaletteItem[] = [
  { key: 'mailboxes', label: 'Mailboxes', group: 'Go to', to: '/settings/mailboxes' },
  { key: 'mail-in', label: 'Incoming mail', group: 'Go to', to: '/settings/mail-in' },
  { key: 'outbox', label: 'Outgoing mail', group: 'Go to', to: '/settings/outbox' },
]

/** What fits the typed text: a ticket by its number, views and pages by their names, and always the search itself. */
export function paletteItems(typed: string, views: ViewLink[], isAdmin: boolean): PaletteItem[] {
  const text = typed.trim()
  const places = [
    ...views.map(view => ({ key: view.key, label: view.name, group: 'Views', to: `/tickets${listSearch(view)}` })),
    ...pages,
    ...(isAdmin ? adminPages : []),
  ]
  if (!text) return places
  const number = ticketNumberOf(text)
  const fitting = places.filter(place => place.label.toLowerCase().includes(text.toLowerCase()))
  return [
    ...(number === null
      ? []
      : [{ key: 'number', label: `Ticket #${number}`, group: 'Tickets', to: `/tickets/${number}` }]),
    ...fitting,
    { key: 'search', label: `Search for “${text}”`, group: 'Tickets', to: `/tickets${listSearch({ q: text })}` },
  ]
}
