import { isErrorOf } from '@gotrs/web/errors/failure'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { focusHits } from '../list/focus-home.ts'
import { type ListParams, listSearch, useListParams } from '../list/list-params.ts'
import { useMe } from '../session/use-session.ts'
import { jumpOf } from './jump.ts'
import { addRecentSearch } from './recent-searches.ts'

/** What was searched for and is not on the screen yet. The field beside a ticket is another one than that of the whole list. */
let searched: string | null = null

/**
 * Where a search leads. `missing`: the number of a ticket that was asked for, and that this person may not read or that is
 * not there. `leave`: called before the page changes.
 */
export function useSearch(isLoaded: boolean, leave: () => void) {
  const params = useListParams()
  const { q } = params
  const { id } = useMe()
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const [missing, setMissing] = useState<number | null>(null)
  const asked = useRef(0)

  // Once the hits are there, they have the keys.
  useEffect(() => {
    if (searched !== q || !isLoaded) return
    searched = null
    focusHits()
  }, [q, isLoaded])

  /** Another text has its own best order. */
  const showList = (list: { q: string; sort?: ListParams['sort'] | undefined }) => {
    leave()
    searched = list.q
    void navigate(`/tickets${listSearch(list)}`)
  }
  const search = (next: string) => {
    if (next) addRecentSearch(id, next)
    showList({ q: next })
  }
  const openNumber = async (number: number) => {
    asked.current += 1
    const turn = asked.current
    const found = await utils.tickets.get.fetch({ ticketId: number }).then(
      () => true,
      error => !isErrorOf(error, 'not_found'),
    )
    // Somebody who has typed on wants something else.
    if (turn !== asked.current) return
    if (!found) return setMissing(number)
    leave()
    void navigate(`/tickets/${number}${listSearch(params)}`)
  }
  return {
    missing,
    search,
    showList,
    /** What Enter does with a text: a number or an address leads there, and a number that leads nowhere is searched for. */
    submit: (text: string) => {
      const jump = jumpOf(text)
      if (!jump || ('number' in jump && jump.number === missing)) return search(text.trim())
      if ('number' in jump) void openNumber(jump.number)
      else search(jump.q)
    },
    forget: () => {
      searched = null
      asked.current += 1
      setMissing(null)
    },
  }
}
