import { useEffect, useEffectEvent } from 'react'

/** So long a message must be on the screen before it counts as seen: its frame may not have its height before. */
const SEEN_MS = 400

/** Calls `onSeen` with the ids of messages that the reader has had before their eyes. */
export function useSeen(ids: readonly string[], onSeen: (id: string) => void) {
  const seen = useEffectEvent(onSeen)
  const watched = ids.join(' ')
  useEffect(() => {
    const timers = new Map<Element, ReturnType<typeof setTimeout>>()
    const observer = new IntersectionObserver(
      entries => {
        for (const { target, isIntersecting } of entries) {
          clearTimeout(timers.get(target))
          if (isIntersecting)
            timers.set(
              target,
              setTimeout(() => isLookedAt() && seen(idOf(target)), SEEN_MS),
            )
        }
      },
      { rootMargin: '-16px' },
    )
    const observe = () => {
      observer.disconnect()
      if (!isLookedAt()) return
      for (const id of watched.split(' ')) {
        const article = document.getElementById(`message-${id}`)
        if (article) observer.observe(article)
      }
    }
    observe()
    document.addEventListener('visibilitychange', observe)
    return () => {
      document.removeEventListener('visibilitychange', observe)
      observer.disconnect()
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }, [watched])
}

const isLookedAt = () => document.visibilityState === 'visible'
const idOf = (article: Element) => article.id.slice('message-'.length)
