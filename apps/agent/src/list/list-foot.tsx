import type { TicketPage } from '@gotrs/contract/tickets'
import { Button, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import styles from './list-foot.module.css'

type ListFootProps = {
  count: number
  hasMore: boolean
  search: TicketPage['search']
  isLoading: boolean
  hasFailed: boolean
  onMore: () => unknown
}

/** The end of the list: the next page comes by itself when it gets near, and by the button. */
export function ListFoot({ count, hasMore, search, isLoading, hasFailed, onMore }: ListFootProps) {
  const isCut = search?.isCut ?? false
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const isNear = entry?.isIntersecting ?? false
  const more = useEffectEvent(onMore)
  // After a failure only the button tries again, or an unreachable desk would be asked without end. So does a search that
  // has read enough for one call.
  const isWanted = isNear && hasMore && !isLoading && !hasFailed && !isCut
  useEffect(() => {
    if (isWanted) more()
  }, [isWanted])
  return (
    <div ref={ref} className={styles.foot}>
      {isCut && <Text size="sm">{cutText(search?.searchedBackTo ?? null)}</Text>}
      {hasMore ? (
        <Button variant="default" loading={isLoading} onClick={() => void onMore()}>
          {hasFailed ? 'Could not load more. Try again' : isCut ? 'Search further' : 'Load more'}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {count === 1 ? '1 ticket' : `${count} tickets`}
        </Text>
      )}
    </div>
  )
}

const cutText = (searchedBackTo: string | null): string =>
  searchedBackTo === null
    ? 'Not all tickets are searched yet'
    : `Searched back to ${new Date(searchedBackTo).toLocaleDateString('en-GB', { dateStyle: 'long' })}`
