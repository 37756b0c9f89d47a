import { isErrorOf } from '@gotrs/web/errors/failure'
import { useEffect, useRef } from 'react'
import { useMatch } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { linkOf } from '../views/view-links.ts'
import { ListEmpty } from './list-empty.tsx'
import { ListFoot } from './list-foot.tsx'
import { ListHead } from './list-head.tsx'
import { useListParams } from './list-params.ts'
import { ListSkeleton } from './list-skeleton.tsx'
import { moveFocus, showOpen } from './move-focus.ts'
import { TicketCards } from './ticket-cards.tsx'
import styles from './ticket-list.module.css'
import { TicketTable } from './ticket-table.tsx'
import { useTicketList } from './use-ticket-list.ts'

type TicketListProps = { isTable: boolean; isBesideTicket: boolean }

/** The tickets of the URL's filter: head with search and chips, rows, more on scrolling. */
export function TicketList({ isTable, isBesideTicket }: TicketListProps) {
  const params = useListParams()
  const list = useTicketList(params)
  const counts = trpc.views.counts.useQuery()
  const openNumber = Number(useMatch('/tickets/:number')?.params.number)
  const scroller = useRef<HTMLDivElement>(null)
  const name = linkOf(counts.data, params)?.name ?? (params.q ? 'Search' : 'All tickets')

  useShortcut('next', () => moveFocus(scroller.current, 1, openNumber))
  useShortcut('previous', () => moveFocus(scroller.current, -1, openNumber))
  useEffect(() => {
    if (!isBesideTicket) document.title = `${name} · GOTRS`
  }, [name, isBesideTicket])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    // In braces: newer browsers answer a promise, which is no clean-up.
    scroller.current?.scrollTo(0, 0)
  }, [params.q, params.sort])

  const isOpenListed = list.tickets.some(ticket => ticket.number === openNumber)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the open ticket stands in the list, whichever came first
  useEffect(() => showOpen(scroller.current), [openNumber, isOpenListed])

  const Frame = isBesideTicket ? 'section' : 'main'
  const rows = { tickets: list.tickets, matches: list.matches, openNumber }
  const isEmpty = list.isSuccess && list.tickets.length === 0
  return (
    <Frame className={styles.list} aria-label="Tickets" id={isBesideTicket ? undefined : 'main'}>
      <ListHead name={name} error={list.error} isBesideTicket={isBesideTicket} />
      <div className={styles.scroll} ref={scroller} data-stale={list.isPlaceholderData || undefined}>
        {list.isPending && <ListSkeleton isTable={isTable} />}
        {list.isError && list.tickets.length === 0 && <ListFailure error={list.error} onRetry={list.refetch} />}
        {isEmpty && !list.hasNextPage && <ListEmpty q={params.q} />}
        {list.tickets.length > 0 && (isTable ? <TicketTable {...rows} /> : <TicketCards {...rows} />)}
        {(list.tickets.length > 0 || list.hasNextPage) && (
          <ListFoot
            count={list.tickets.length}
            hasMore={list.hasNextPage}
            search={list.search}
            isLoading={list.isFetchingNextPage}
            hasFailed={list.isFetchNextPageError}
            onMore={list.fetchNextPage}
          />
        )}
      </div>
    </Frame>
  )
}

/** What is wrong with the filter is said under the search box already. */
function ListFailure({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  if (isErrorOf(error, 'invalid_filter')) return null
  return <FailureNotice error={error} onRetry={onRetry} />
}
