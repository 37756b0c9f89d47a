import { fullTime } from '@gotrs/web/time/age-text'
import { useNow } from '@gotrs/web/time/use-now'
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
