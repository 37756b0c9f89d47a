import { useEffect, useState } from 'react'
import { setSpeaker } from './announce.ts'

/** Screen readers read announce() from here. A trailing space makes them read the same text twice. */
export function LiveRegion() {
  const [text, setText] = useState('')
  useEffect(() => {
    setSpeaker(next => setText(shown => (shown === next ? `${next}\u00a0` : next)))
    return () => setSpeaker(() => undefined)
  }, [])
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-label="Updates">
      {text}
    </div>
  )
}
