import { type TicketSort, ticketSorts } from '@gotrs/contract/tickets'
import { useSearchParams } from 'react-router'

export type ListParams = { q: string; sort: TicketSort }

const DEFAULT_SORT: TicketSort = 'waiting'

/** The list in the URL: filter and order, so that every list can be shared. */
export function useListParams(): ListParams {
  const [search] = useSearchParams()
  return readListParams(search)
}

export function readListParams(search: URLSearchParams): ListParams {
  const sort = ticketSorts.find(known => known === search.get('sort')) ?? DEFAULT_SORT
  return { q: search.get('q')?.trim() ?? '', sort }
}

/** The query part of a URL for this list; what is the default is left out. */
export function listSearch({ q, sort }: { q: string; sort?: TicketSort | undefined }): string {
  const search = new URLSearchParams()
  if (q) search.set('q', q)
  if (sort && sort !== DEFAULT_SORT) search.set('sort', sort)
  const text = search.toString()
  return text ? `?${text}` : ''
}
