import { useEffect, useRef } from 'react'

/**
 * What is typed after the key that opens a field, and before the field has the focus: it belongs into the field, and is no
 * key of the page. Returns what takes the text once the field is there.
 */
export function useEarlyText(isWaiting: boolean, leave: () => void): () => string {
  const text = useRef('')
  const isTaken = useRef(false)
  useEffect(() => {
    if (!isWaiting) return
    text.current = ''
    isTaken.current = false
    const hold = (event: KeyboardEvent) => {
      if (isTaken.current) return
      const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (isLetter) text.current += event.key
      else if (event.key === 'Backspace') text.current = text.current.slice(0, -1)
      else if (event.key === 'Escape') leave()
      else if (event.key !== 'Enter') return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', hold, true)
    return () => window.removeEventListener('keydown', hold, true)
  }, [isWaiting, leave])
  return () => {
    isTaken.current = true
    return text.current
  }
}
