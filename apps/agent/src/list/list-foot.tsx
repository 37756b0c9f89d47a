import { Button, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import styles from './list-foot.module.css'

type ListFootProps = { count: number; hasMore: boolean; isLoading: boolean; hasFailed: boolean; onMore: () => unknown }

/** The end of the list: the next page comes by itself when it gets near, and by the button. */
export function ListFoot({ count, hasMore, isLoading, hasFailed, onMore }: ListFootProps) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const isNear = entry?.isIntersecting ?? false
  const more = useEffectEvent(onMore)
  // After a failure only the button tries again, or an unreachable desk would be asked without end.
  const isWanted = isNear && hasMore && !isLoading && !hasFailed
  useEffect(() => {
    if (isWanted) more()
  }, [isWanted])
  return (
    <div ref={ref} className={styles.foot}>
      {hasMore ? (
        <Button variant="default" loading={isLoading} onClick={() => void onMore()}>
          {hasFailed ? 'Could not load more. Try again' : 'Load more'}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {count === 1 ? '1 ticket' : `${count} tickets`}
        </Text>
      )}
    </div>
  )
}
