import type { Message } from '@gotrs/contract/messages'
import { useEffect, useEffectEvent, useLayoutEffect } from 'react'
import { useLocation } from 'react-router'

type Earlier = { hasMore: boolean; isLoading: boolean; error: unknown; load: () => void }
type Wanted = { messages: readonly Message[]; earlier: Earlier; pin: (message: Element) => void }

/** So many messages are loaded to reach one of them; further back the reader goes on by hand. */
const maxMessages = 1000

/** The id of the message that the link leads to: a hit of a search, or what somebody has sent a link of. Earlier ones are loaded for it. */
export function useLinkedMessage({ messages, earlier, pin }: Wanted): string | null {
  const { hash, key } = useLocation()
  const linked = /^#message-([\w-]+)$/.exec(hash)?.[1] ?? null
  const isThere = messages.some(({ id }) => id === linked)
  const show = useEffectEvent(() => {
    const message = document.getElementById(`message-${linked}`)
    if (message) pin(message)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that somebody follows a link
  useLayoutEffect(() => {
    if (isThere) show()
  }, [isThere, linked, key])
  const { hasMore, isLoading, error } = earlier
  const isWanted = linked !== null && !isThere && hasMore && !isLoading && !error && messages.length < maxMessages
  const load = useEffectEvent(earlier.load)
  useEffect(() => {
    if (isWanted) load()
  }, [isWanted])
  return linked
}
