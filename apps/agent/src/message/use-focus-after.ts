import { useLayoutEffect, useRef } from 'react'

/**
 * When somebody decides on a card, it disappears together with the focused element. The focus moves to what the card
 * became, or to the conversation. `setBusy`: a dialog about the card has the focus.
 */
export function useFocusAfter(messageId: string) {
  const card = useRef<HTMLElement>(null)
  const isBusy = useRef(false)
  useLayoutEffect(() => {
    const shown = card.current
    return () => {
      if (isBusy.current || shown?.contains(document.activeElement)) setTimeout(() => focusMessage(messageId))
    }
  }, [messageId])
  return {
    card,
    setBusy: (busy: boolean) => {
      isBusy.current = busy
    },
  }
}

function focusMessage(messageId: string) {
  const place = document.getElementById(`message-${messageId}`) ?? document.getElementById('conversation')
  place?.focus({ preventScroll: place.id === 'conversation' })
}
