import { throttle } from '@gotrs/web/live/throttle'
import { watchHints } from '@gotrs/web/live/watch-hints'
import { useEffect, useRef } from 'react'
import { trpc, type Utils } from '../api/trpc.ts'
import { isTicketShown } from '../presence/use-presence.ts'
import { announce } from './announce.ts'
import { connection } from './connection.ts'
import { type Effects, hintEffects } from './hint-effects.ts'
import { usePageShown } from './use-page-shown.ts'

/** Lists and counts are loaded at most this often, however many hints come. */
const LIST_PAUSE_MS = 1000
/** Nobody notices that a stream was lost which reconnects within this time. */
const PATIENCE_MS = 4000

/** Keeps the screen true: every hint makes the right queries ask again, a new connection all of them. */
export function useLiveHints() {
  const utils = trpc.useUtils()
  const isShown = usePageShown()
  const wasOpen = useRef(false)
  useEffect(() => (isShown ? follow(utils, wasOpen) : undefined), [isShown, utils])
}

/** `wasOpen` survives while the browser keeps the page for its Back button: hints of that time may be lost. */
function follow(utils: Utils, wasOpen: { current: boolean }): () => void {
  const lists = throttle(() => {
    void utils.tickets.list.invalidate()
    void utils.views.counts.invalidate()
  }, LIST_PAUSE_MS)
  const presence = throttle(() => void utils.presence.list.invalidate(), LIST_PAUSE_MS)
  const notices = throttle(() => void utils.notifications.list.invalidate(), LIST_PAUSE_MS)
  const loss = throttle(connection.streamLost, PATIENCE_MS)
  const stop = watchHints({
    onHint: hint => {
      const effects = hintEffects(hint)
      if (effects.presence) {
        if (isTicketShown(hint.ticketId)) presence.call()
        // The first row or ticket that is shown after this reads it again.
        else void utils.presence.list.invalidate(undefined, { refetchType: 'none' })
      }
      if (effects.notices) notices.call()
      refresh(utils, effects, lists.call)
    },
    onOpen: () => {
      loss.cancel()
      connection.streamOpened()
      if (wasOpen.current) void utils.invalidate()
      wasOpen.current = true
    },
    onLost: loss.call,
  })
  return () => {
    stop()
    lists.cancel()
    presence.cancel()
    notices.cancel()
    loss.cancel()
  }
}

function refresh(utils: Utils, effects: Effects, refreshLists: () => void) {
  // The ticket is cached by the number in the URL, hints carry the id: all open details ask again, and that is one.
  if (effects.ticket) void utils.tickets.get.invalidate()
  if (effects.lists) refreshLists()
  if (effects.drafts) {
    void utils.drafts.get.invalidate()
    void utils.newTicketDraft.get.invalidate()
  }
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
