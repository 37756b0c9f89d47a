import type { TicketDetail } from '@gotrs/contract/tickets'
import { useMemo } from 'react'
import { useMe } from '../session/use-session.ts'
import { useReaders } from '../ticket/colleagues.ts'
import type { Colleague } from './find-mentions.ts'

const nobody: readonly Colleague[] = []

/** Whom a note on the ticket can mention: read with the first `@`. In a reply nobody, because the customer reads it. */
export function useMentionable(ticket: TicketDetail, isNote: boolean, html: string): readonly Colleague[] {
  const me = useMe()
  const isWanted = isNote && html.includes('@')
  const { people } = useReaders(ticket, isWanted)
  // The same list until somebody comes or goes: the editor draws again for another one.
  const ids = people.map(({ id, name }) => `${id} ${name}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  return useMemo(
    () => (isWanted ? people.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ id, name })) : nobody),
    [isWanted, ids, me.id],
  )
}
