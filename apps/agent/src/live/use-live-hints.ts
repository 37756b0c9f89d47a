import type { LiveHint } from '@gotrs/contract/live'
import { skipToken } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { trpc } from '../api/trpc.ts'
import { announce } from './announce.ts'
import { connection } from './connection.ts'
import { hintEffects } from './hint-effects.ts'
import { usePageShown } from './use-page-shown.ts'

/** Lists and counts are asked for at most this often, however many hints come. */
const LIST_PAUSE_MS = 1000
/** A stream that reconnects within this time was not lost for anybody. */
const PATIENCE_MS = 4000

/** Keeps the screen true: every hint makes the right queries ask again, a new connection all of them. */
export function useLiveHints() {
  const utils = trpc.useUtils()
  const wasOpen = useRef(false)
  const listTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const refreshLists = () => {
    listTimer.current ??= setTimeout(() => {
      listTimer.current = undefined
      void utils.tickets.list.invalidate()
      void utils.views.counts.invalidate()
    }, LIST_PAUSE_MS)
  }
  const onHint = (hint: LiveHint) => {
    const effects = hintEffects(hint)
    // The ticket is cached by the number in the URL, hints carry the id: all open details ask again, and that is one.
    if (effects.ticket) void utils.tickets.get.invalidate()
    if (effects.lists) refreshLists()
    if (effects.drafts) void utils.drafts.get.invalidate()
    if (effects.outbox) void utils.outbox.invalidate()
    if (effects.inbound) void utils.inbound.invalidate()
    if (effects.queues) {
      void utils.queues.invalidate()
      refreshLists()
    }
    if (effects.mailboxes) void utils.mailboxes.invalidate()
    if (effects.settings) void utils.invalidate()
    if (effects.people) void utils.users.invalidate()
    if (effects.webhooks) void utils.webhooks.invalidate()
    if (effects.text) announce(effects.text)
  }
  const isShown = usePageShown()
  const stream = trpc.live.hints.useSubscription(isShown ? { lastEventId: null } : skipToken, {
    onStarted: () => {
      if (wasOpen.current) void utils.invalidate()
      wasOpen.current = true
      connection.streamOpened()
    },
    onData: event => onHint(event.data),
  })

  useEffect(() => {
    if (stream.status === 'pending' || stream.status === 'idle') return
    const timer = setTimeout(connection.streamLost, PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [stream.status])
  useEffect(() => () => clearTimeout(listTimer.current), [])
}
