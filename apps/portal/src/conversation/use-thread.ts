import type { MessagePage } from '@gotrs/contract/messages'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { joinEarlier, joinLatest, type Thread } from './thread.ts'

/** The conversation of a request: the latest page, which live updates replace, under the earlier ones loaded so far. */
export function useThread(ticketId: string, latest: MessagePage) {
  const { client } = trpc.useUtils()
  const [seen, setSeen] = useState(latest)
  const [thread, setThread] = useState<Thread>(latest)
  if (seen !== latest) {
    setSeen(latest)
    setThread(known => joinLatest(known, latest))
  }

  const earlier = useMutation({
    mutationFn: (cursor: string) => client.messages.list.query({ ticketId, cursor }),
    onSuccess: page => setThread(known => joinEarlier(known, page)),
  })
  const cursor = thread.earlierCursor
  return { messages: thread.items, earlier, loadEarlier: cursor === null ? null : () => earlier.mutate(cursor) }
}
