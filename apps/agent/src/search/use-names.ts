import type { NameSource } from '@gotrs/contract/filter/field'
import { isSearchable, tooShortReason } from '@gotrs/contract/filter/search-text'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { trpc } from '../api/trpc.ts'

/** A name of the desk: how a filter writes it, and how people know it. */
export type Name = { term: string; label: string; hint?: string }

const most = 8
const wait = { staleTime: 30_000, placeholderData: keepPreviousData, trpc: { abortOnUnmount: true } } as const
const kept = { staleTime: 60_000 } as const

/**
 * The names that a value may be, as somebody types it: at most eight. Each question waits for a short rest, and an answer to
 * an earlier one is not shown. `hint`: why there are no names yet.
 */
export function useNames(source: NameSource | null, typed: string): { names: Name[]; hint: string | null } {
  const [asked] = useDebouncedValue(typed.trim(), 120)
  const canAsk = isSearchable(asked)
  const staff = trpc.users.list.useQuery({ role: 'staff', limit: 100 }, { ...kept, enabled: source === 'staff' })
  const isLarge = source === 'staff' && staff.data?.nextCursor != null
  const people = trpc.users.list.useQuery(
    { role: source === 'staff' ? 'staff' : 'customer', text: asked, limit: most },
    { ...wait, enabled: (source === 'customers' || isLarge) && canAsk },
  )
  const queues = trpc.queues.list.useQuery(undefined, { ...kept, enabled: source === 'queues' })
  const tags = trpc.tags.list.useQuery({ text: asked }, { ...wait, enabled: source === 'tags' })
  const organisations = trpc.organisations.list.useQuery(
    { ...(canAsk && { text: asked }), limit: most },
    { ...wait, enabled: source === 'organisations' },
  )
  const ofPeople = [...((source === 'staff' && staff.data?.items) || []), ...((canAsk && people.data?.items) || [])]
  const all: Record<NameSource, Name[]> = {
    staff: ofPeople.filter(({ isActive }) => isActive).map(personName),
    customers: ofPeople.map(personName),
    queues: (queues.data ?? []).map(({ name }) => ({ term: name, label: name })),
    tags: (tags.data ?? []).map(tag => ({ term: tag, label: tag })),
    organisations: (organisations.data?.items ?? []).map(({ name }) => ({ term: name, label: name })),
  }
  const wanted = typed.trim().toLowerCase()
  const fits = ({ term, label }: Name) => term !== typed && `${label} ${term}`.toLowerCase().includes(wanted)
  const fitting = source ? [...new Map(all[source].filter(fits).map(it => [it.term, it])).values()] : []
  const begins = ({ term, label }: Name) =>
    `${label} ${term}`
      .toLowerCase()
      .split(' ')
      .some(it => it.startsWith(wanted))
  const names = [...fitting.filter(begins), ...fitting.filter(it => !begins(it))].slice(0, most)
  const needsMore = source === 'customers' && !isSearchable(typed.trim())
  return { names, hint: needsMore ? `For a name or address ${tooShortReason}` : null }
}

const personName = ({ name, email }: { name: string; email: string }): Name => ({
  term: email,
  label: name || email,
  hint: name ? email : '',
})
