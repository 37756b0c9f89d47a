import { fullTime } from '../../time/relative-time.ts'
import { useNow } from '../../time/use-now.ts'
import { untilText } from './until-text.ts'

/** A moment that lies ahead: relative to read, in full on hover. */
export function Until({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={fullTime(at)}>
      {untilText(at, now)}
    </time>
  )
}
