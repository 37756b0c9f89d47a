import { Button, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import styles from './list-foot.module.css'

type ListFootProps = {
  count: number
  hasMore: boolean
  /** A search has looked at what was written since then, and at nothing older. */
  searchedBackTo: string | null
  isLoading: boolean
  hasFailed: boolean
  onMore: () => unknown
}

/** The end of the list: the next page comes by itself when it gets near, and by the button. */
export function ListFoot({ count, hasMore, searchedBackTo, isLoading, hasFailed, onMore }: ListFootProps) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const isNear = entry?.isIntersecting ?? false
  const more = useEffectEvent(onMore)
  // After a failure only the button tries again, or an unreachable desk would be asked without end. So does a search that
  // has read enough for one call.
  const isWanted = isNear && hasMore && !isLoading && !hasFailed && searchedBackTo === null
  useEffect(() => {
    if (isWanted) more()
  }, [isWanted])
  return (
    <div ref={ref} className={styles.foot}>
      {searchedBackTo !== null && <Text size="sm">Searched back to {dayText(searchedBackTo)}</Text>}
      {hasMore ? (
        <Button variant="default" loading={isLoading} onClick={() => void onMore()}>
          {hasFailed ? 'Could not load more. Try again' : searchedBackTo === null ? 'Load more' : 'Search further'}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {count === 1 ? '1 ticket' : `${count} tickets`}
        </Text>
      )}
    </div>
  )
}

const dayText = (at: string): string => new Date(at).toLocaleDateString('en-GB', { dateStyle: 'long' })
