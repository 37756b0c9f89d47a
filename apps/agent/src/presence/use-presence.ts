import type { Presence } from '@gotrs/contract/presence'
import { useEffect } from 'react'
import { trpc } from '../api/trpc.ts'

/** How often each ticket is on the screen. */
const shown = new Map<string, number>()

/** Whether a change in the ticket can be seen here. */
export const isTicketShown = (ticketId: string | null) => ticketId !== null && shown.has(ticketId)

/** Who is gone without a word disappears shortly after their time. */
const GRACE_MS = 500

const nextEnd = (all: readonly Presence[] = []): number | false => {
  const ends = all.filter(({ ticketId }) => shown.has(ticketId)).map(({ endsInMs }) => endsInMs)
  return ends.length > 0 && Math.max(Math.min(...ends), 0) + GRACE_MS
}

/** Keeps the one list of present colleagues true, for all rows and the ticket. */
export function usePresenceClock() {
  trpc.presence.list.useQuery(undefined, {
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: query => nextEnd(query.state.data),
  })
}

/** The colleagues who have the ticket open. */
export function usePresence(ticketId: string): Presence[] {
  useEffect(() => {
    shown.set(ticketId, (shown.get(ticketId) ?? 0) + 1)
    return () => {
      const left = (shown.get(ticketId) ?? 1) - 1
      if (left > 0) shown.set(ticketId, left)
      else shown.delete(ticketId)
    }
  }, [ticketId])
  const { data } = trpc.presence.list.useQuery(undefined, {
    staleTime: Number.POSITIVE_INFINITY,
    select: all => all.filter(it => it.ticketId === ticketId),
  })
  return data ?? []
}
