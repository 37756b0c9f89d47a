import { agoText, fullTime, shortAge } from './age-text.ts'
import { useNow } from './use-now.ts'

type AgoProps = { at: string; isShort?: boolean; className?: string; title?: string }

/** A moment: relative to read, in full on hover. */
export function Ago({ at, isShort = false, className, title = fullTime(at) }: AgoProps) {
  // A fresh message is younger than the page's clock; it is "now", not in the future.
  const now = useNow()
  return (
    <time dateTime={at} title={title} className={className}>
      {isShort ? shortAge(at, now) : agoText(at, now)}
    </time>
  )
}
