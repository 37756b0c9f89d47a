import { useLayoutEffect, useRef } from 'react'

/**
 * Once a card is decided on, by whomever, it is gone with what was in focus. The focus goes on to what it became, or to
 * the conversation that it left. `setBusy`: a dialog about the card has the focus.
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
