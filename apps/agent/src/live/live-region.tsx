import { useEffect, useState } from 'react'
import { setSpeaker } from './announce.ts'

/** Where announce() is read out. Two texts alike in a row are told apart by a space at the end. */
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
