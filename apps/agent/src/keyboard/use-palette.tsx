import { isSearchable } from '@gotrs/contract/filter/search-text'
import { markedText } from '@gotrs/contract/search/excerpt'
import { phrasesOf } from '@gotrs/contract/search/phrase'
import type { SearchMatch } from '@gotrs/contract/tickets'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import { Kbd } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { listSearch, ticketPath, useListParams } from '../list/list-params.ts'
import { markedTicket } from '../list/marked-ticket.ts'
import { useOpenNumber } from '../list/use-cursor.ts'
import { jumpOf } from '../search/jump.ts'
import { useSettingsPages } from '../settings/settings-pages.ts'
import { fixedLinks, queueLinks, savedLinks } from '../views/view-links.ts'
import type { Option, OptionGroup } from './closed-list.ts'
import { openVerbs } from './open-verbs.ts'
import { fitting, type Place, pagePlaces, personPlace, viewPlaces } from './palette-places.ts'
import { capsOf } from './shortcut-table.ts'

type Acts = { onDone: () => void; onAct: (run: () => void) => void }

const most = 5
const asking = { staleTime: 10_000, retry: false, trpc: { abortOnUnmount: true } } as const

/**
 * What fits the typed text. What this browser knows comes first, so that answers which arrive later never move what Enter
 * would choose; an answer to an earlier question is not shown.
 */
export function usePalette(typed: string, { onDone, onAct }: Acts): OptionGroup[] {
  const text = typed.trim()
  const params = useListParams()
  const navigate = useNavigate()
  const counts = trpc.views.counts.useQuery()
  const settings = useSettingsPages()
  const number = useOpenNumber() ?? markedTicket()
  const found = useFound(text)
  const go = (to: string) => () => {
    onDone()
    void navigate(to)
  }
  const placeOption = ({ key, label, hint, to }: Place): Option => {
    return { key, label: <Marked label={label} text={text} />, ...(hint && { hint }), run: go(to) }
  }
  const verbs = fitting(openVerbs(), text).map(({ label, keys, run }): Option => {
    const hint = keys && capsOf(keys).map(cap => <Kbd key={cap}>{cap}</Kbd>)
    return { key: `verb ${label}`, label: <Marked label={label} text={text} />, hint, run: () => onAct(run) }
  })
  const links = [...fixedLinks(counts.data), ...savedLinks(counts.data), ...queueLinks(counts.data)]
  const views = fitting(viewPlaces(links), text).slice(0, text ? most : 12)
  const pages = fitting(pagePlaces(settings.filter(page => page.isListed)), text)
  const jump = jumpOf(text)
  const jumps: Option[] =
    jump && !('number' in jump && found.isMissing)
      ? [
          {
            key: 'jump',
            label: jump.label,
            hint: found.title,
            // The list stays as it is beside the ticket.
            run: go('number' in jump ? ticketPath(jump.number, params) : `/tickets${listSearch(jump)}`),
          },
        ]
      : []
  const search: Option = {
    key: 'search',
    label: `Search for “${text}”`,
    ...(found.isMissing && { hint: 'There is no ticket with this number that you may read' }),
    run: go(`/tickets${listSearch({ q: text })}`),
  }
  const tickets = found.tickets.map((ticket): Option => {
    const run = go(ticketPath(ticket.number, params))
    const match = found.matches.find(({ ticketId }) => ticketId === ticket.id)
    return {
      ...{ key: ticket.id, hint: hintOf(ticket), run },
      label: <Marked label={ticket.title} text={text} />,
      under: match && <Match match={match} />,
    }
  })
  return [
    { name: 'Jump to', options: jumps },
    { name: number === null ? 'Ticket' : `On #${number}`, options: verbs.slice(0, text ? most : verbs.length) },
    { name: 'Views', options: views.map(placeOption) },
    { name: 'Go to', options: pages.map(placeOption) },
    { name: 'Search', options: text ? [search] : [] },
    { name: 'Tickets', options: tickets },
    { name: 'People', options: found.people.map(personPlace).map(placeOption) },
  ]
}

const hintOf = (ticket: { number: number; customer: { name: string; email: string } }) =>
  `${ticket.customer.name || ticket.customer.email} · #${ticket.number}`

/** What only the server knows, asked after a short rest: tickets and people, and whether there is a ticket of a number. */
function useFound(text: string) {
  const [asked] = useDebouncedValue(text, 150)
  const isAsked = asked === text && text !== ''
  const jump = jumpOf(asked)
  const number = jump && 'number' in jump ? jump.number : null
  const one = trpc.tickets.get.useQuery({ ticketId: number ?? 0 }, { ...asking, enabled: isAsked && number !== null })
  const isSearched = isAsked && isSearchable(asked) && jump === null
  const many = trpc.tickets.list.useQuery({ q: asked, sort: 'match', limit: most }, { ...asking, enabled: isSearched })
  const people = trpc.users.list.useQuery({ text: asked, limit: most }, { ...asking, enabled: isSearched })
  return {
    title: isAsked && number !== null ? one.data?.title : undefined,
    isMissing: isAsked && number !== null && isErrorOf(one.error, 'not_found'),
    tickets: (isSearched && many.data?.items) || [],
    matches: many.data?.search?.matches ?? [],
    people: (isSearched && people.data?.items) || [],
  }
}

/** Where the words are, in a message. */
const Match = ({ match: { authorName, excerpt } }: { match: SearchMatch }) => (
  <>
    {authorName} · <MarkedText excerpt={excerpt} />
  </>
)

function Marked({ label, text }: { label: string; text: string }) {
  const phrases = text.split(/\s+/).flatMap(word => phrasesOf(word, false))
  return <MarkedText excerpt={markedText(label, phrases)} />
}
