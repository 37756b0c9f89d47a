import { namesAt, offersAt, placeAt, withTerm } from '@gotrs/contract/filter/complete'
import { trpc } from '../api/trpc.ts'
import type { Option, OptionGroup } from '../keyboard/closed-list.ts'
import type { ListParams } from '../list/list-params.ts'
import { useMe } from '../session/use-session.ts'
import { fixedLinks, queueLinks, savedLinks } from '../views/view-links.ts'
import { jumpOf } from './jump.ts'
import { deleteRecentSearches, recentSearches } from './recent-searches.ts'
import styles from './search-field.module.css'
import { useNames } from './use-names.ts'

export type Typed = { text: string; cursor: number; isAsked: boolean }
export type SearchActs = {
  /** Puts a completed text into the field. */
  complete: (next: { text: string; cursor: number }) => void
  search: (q: string) => void
  showList: (list: { q: string; sort?: ListParams['sort'] | undefined }) => void
  jump: () => void
  redraw: () => void
}

/** What the field offers: in an empty one where to go, in any other how to go on at the cursor. */
export function useSearchOptions({ text, cursor, isAsked }: Typed, acts: SearchActs) {
  const { role } = useMe()
  const isEmpty = text.trim() === ''
  const place = isEmpty && !isAsked ? null : placeAt(text, cursor, role)
  const { names, hint } = useNames(place && namesAt(place), place?.typed ?? '')
  const places = usePlaces(acts)
  const jump = jumpOf(text)
  if (isEmpty && !isAsked) return { groups: places, hint: null }
  if (jump) return { groups: [{ name: 'Go to', options: jumpOptions(text, jump.label, acts) }], hint: null }
  if (!place || (place.word === null && place.typed === '' && !isAsked)) return { groups: [], hint: null }

  const choose = (term: string) => () => acts.complete(withTerm(text, place, term))
  const offers = offersAt(place, role, new Date()).map(({ term, finds }): Option => {
    return { key: `offer ${term}`, label: term, hint: finds, run: choose(term) }
  })
  const named = names.map(({ term, label, hint }): Option => {
    return { key: `name ${term}`, label, ...(hint && { hint }), run: choose(term) }
  })
  const name = place.word === null ? 'Filters' : `${place.word}:`
  return { groups: [{ name, options: [...offers, ...named] }], hint }
}

function jumpOptions(text: string, label: string, acts: SearchActs): Option[] {
  return [
    { key: 'jump', label, run: acts.jump },
    { key: 'words', label: `Search for “${text.trim()}”`, run: () => acts.search(text.trim()) },
  ]
}

const mostViews = 12

/** Recent searches and views. */
function usePlaces({ search, showList, redraw }: SearchActs): OptionGroup[] {
  const { id } = useMe()
  const counts = trpc.views.counts.useQuery()
  const recent = recentSearches(id).map((q): Option => ({ key: `recent ${q}`, label: q, run: () => search(q) }))
  const erase: Option = {
    key: 'erase',
    label: <span className={styles.quiet}>Clear recent searches</span>,
    run: () => {
      deleteRecentSearches()
      redraw()
    },
  }
  const links = [...fixedLinks(counts.data), ...savedLinks(counts.data), ...queueLinks(counts.data)]
  const views = links
    .slice(0, mostViews)
    .map((link): Option => ({ key: `view ${link.key}`, label: link.name, hint: link.q, run: () => showList(link) }))
  return [
    { name: 'Recent searches', options: recent.length > 0 ? [...recent, erase] : [] },
    { name: 'Views', options: views },
  ]
}
