import { isErrorOf } from '@gotrs/web/errors/failure'
import { useEffect, useRef } from 'react'
import { trpc } from '../api/trpc.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { linkOf } from '../views/view-links.ts'
import { keepFocus } from './focus-home.ts'
import { ListEmpty } from './list-empty.tsx'
import { ListFoot } from './list-foot.tsx'
import { ListHead } from './list-head.tsx'
import { useListParams } from './list-params.ts'
import { ListSkeleton } from './list-skeleton.tsx'
import { MarkedKeys } from './marked-keys.tsx'
import { useMarkedTicket } from './marked-ticket.ts'
import { clearSelection, showRows, useSelection } from './selection.ts'
import { SelectionKeys } from './selection-keys.tsx'
import { TicketCards } from './ticket-cards.tsx'
import styles from './ticket-list.module.css'
import { TicketTable } from './ticket-table.tsx'
import { useOpenNumber } from './use-cursor.ts'
import { useKeptScroll } from './use-kept-scroll.ts'
import { useLeavingRows } from './use-leaving-rows.ts'
import { rowHeight, useRowWindow } from './use-row-window.ts'
import { useTicketList } from './use-ticket-list.ts'

type TicketListProps = { isTable: boolean; isBesideTicket: boolean }

/** The tickets of the URL's filter: head with search and chips, rows, more on scrolling. */
export function TicketList({ isTable, isBesideTicket }: TicketListProps) {
  const params = useListParams()
  const list = useTicketList(params)
  const counts = trpc.views.counts.useQuery()
  const openNumber = useOpenNumber()
  const marked = useMarkedTicket()
  const scroller = useRef<HTMLDivElement>(null)
  const name = linkOf(counts.data, params)?.name ?? (params.q ? 'Search' : 'All tickets')

  usePageTitle(isBesideTicket ? null : name)
  const listKey = `${isTable} ${params.sort} ${params.q}`
  useKeptScroll(scroller, listKey, list.tickets.length > 0)
  const rows = useLeavingRows(list.tickets, listKey)
  const drawn = useRowWindow(scroller, rows.length, listKey)
  const markedAt = list.tickets.findIndex(ticket => ticket.number === marked)
  const markedTicket = list.tickets[markedAt]
  const isSelecting = useSelection().ids.size > 0
  useEffect(() => showRows(list.tickets), [list.tickets])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other tickets
  useEffect(() => clearSelection, [params.q, params.sort])
  const isMarkedListed = markedTicket !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the marked ticket is in the list, whichever came first
  useEffect(() => showMarked(scroller.current, markedAt), [marked, isMarkedListed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that had the focus may have left
  useEffect(() => {
    if (marked !== null) keepFocus()
  }, [rows.length, marked, drawn.from])

  const Frame = isBesideTicket ? 'section' : 'main'
  const shown = { rows: rows.slice(drawn.from, drawn.to), drawn, matches: list.matches, openNumber, marked }
  const isEmpty = list.isSuccess && list.tickets.length === 0
  return (
    <Frame className={styles.list} aria-label="Tickets" id={isBesideTicket ? undefined : 'main'} tabIndex={-1}>
      <ListHead
        name={name}
        error={list.error}
        isLoaded={list.isSuccess && !list.isPlaceholderData}
        isBesideTicket={isBesideTicket}
        hasMore={list.hasNextPage}
      />
      <SelectionKeys />
      {openNumber === null && markedTicket && !isSelecting && (
        <MarkedKeys key={markedTicket.id} ticket={markedTicket} />
      )}
      <div className={styles.scroll} ref={scroller} data-stale={list.isPlaceholderData || undefined}>
        {list.isPending && <ListSkeleton isTable={isTable} />}
        {list.isError && list.tickets.length === 0 && <ListFailure error={list.error} onRetry={list.refetch} />}
        {isEmpty && !list.hasNextPage && <ListEmpty q={params.q} />}
        {list.tickets.length > 0 && (isTable ? <TicketTable {...shown} /> : <TicketCards {...shown} />)}
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

/** Scrolls just as far as it takes to see the marked row, which may not be drawn yet. */
function showMarked(list: HTMLElement | null, at: number) {
  const row = list?.querySelector('[data-marked]')
  if (row) row.scrollIntoView({ block: 'nearest' })
  else if (list && at >= 0) list.scrollTop = at * rowHeight(list) - list.clientHeight / 2
}

/** What is wrong with the filter is said under the search box already. */
function ListFailure({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  if (isErrorOf(error, 'invalid_filter')) return null
  return <FailureNotice error={error} onRetry={onRetry} />
}
