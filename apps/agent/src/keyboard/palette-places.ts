import { quoteValue } from '@gotrs/contract/filter/quote-value'
import { isStaff, type Role } from '@gotrs/contract/roles'
import { listSearch } from '../list/list-params.ts'
import type { ViewLink } from '../views/view-links.ts'

/** Somewhere that the palette leads to by its name. */
export type Place = { key: string; label: string; to: string; hint?: string }

export const viewPlaces = (views: readonly ViewLink[]): Place[] =>
  views.map(view => ({ key: view.key, label: view.name, hint: view.q, to: `/tickets${listSearch(view)}` }))

export const pagePlaces = (settings: readonly { to: string; label: string }[]): Place[] => [
  { key: '/tickets/new', label: 'New ticket', to: '/tickets/new' },
  { key: '/tickets', label: 'All tickets', to: '/tickets' },
  { key: '/dashboard', label: 'Dashboard', to: '/dashboard' },
  ...settings.map(({ to, label }) => ({ key: to, label, to, hint: 'Settings' })),
]

/** The tickets of a person: those that a customer asked, or those that a colleague works on. */
export function personPlace({ id, name, email, role }: { id: string; name: string; email: string; role: Role }): Place {
  const field = isStaff(role) ? 'assignee' : 'from'
  return {
    key: id,
    label: name || email,
    hint: `${isStaff(role) ? 'Colleague' : 'Customer'} · ${email}`,
    to: `/tickets${listSearch({ q: `${field}:${quoteValue(email)}` })}`,
  }
}

/** Those whose label has every word of the text, each at the beginning of a word; all of them for no text. */
export function fitting<T extends { label: string }>(all: readonly T[], text: string): T[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ label }) => {
    const words = label.toLowerCase().split(/[\s/-]+/)
    return wanted.every(part => words.some(word => word.startsWith(part)))
  })
}
