import { searchesText } from '@gotrs/contract/filter/searches-text'
import { type TicketSort, ticketSorts } from '@gotrs/contract/tickets'
import { useSearchParams } from 'react-router'

export type ListParams = { q: string; sort: TicketSort }

/** The newest match first where words are looked for, otherwise who waits longest. */
const defaultSort = (q: string): TicketSort => (searchesText(q) ? 'match' : 'waiting')

/** The list in the URL: filter and order, so that every list can be shared. */
export function useListParams(): ListParams {
  const [search] = useSearchParams()
  return readListParams(search)
}

export function readListParams(search: URLSearchParams): ListParams {
  const q = search.get('q')?.trim() ?? ''
  return { q, sort: sortsFor(q).find(known => known === search.get('sort')) ?? defaultSort(q) }
}

/** The query part of a URL for this list; what is the default is left out. */
export function listSearch({ q, sort }: { q: string; sort?: TicketSort | undefined }): string {
  const search = new URLSearchParams()
  if (q) search.set('q', q)
  if (sort && sort !== defaultSort(q)) search.set('sort', sort)
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** A ticket of the list; of a search at the message that has the words. */
export const ticketPath = (number: number, list: ListParams, match?: { messageId: string }): string =>
  `/tickets/${number}${listSearch(list)}${match ? `#message-${match.messageId}` : ''}`

/** The orders that a list can have, its default first. */
export function sortsFor(q: string): readonly TicketSort[] {
  const others = ticketSorts.filter(sort => sort !== 'match')
  return searchesText(q) ? ['match', ...others] : others
}
