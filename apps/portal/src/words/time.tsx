import { useSyncExternalStore } from 'react'
import { ago, fullTime } from './time-text.ts'

/** A moment: how long ago, kept true while one looks; the full time on hover. */
export function Time({ at }: { at: string }) {
  const now = useSyncExternalStore(everyMinute, currentMinute)
  return (
    <time dateTime={at} title={fullTime(at)}>
      {ago(at, Math.max(now, Date.parse(at)))}
    </time>
  )
}

const minuteMs = 60_000
// A minute's worth of late is fine; a value that changed with every read would render without end.
const currentMinute = () => Math.ceil(Date.now() / minuteMs) * minuteMs - minuteMs / 2

function everyMinute(onChange: () => void) {
  const timer = setInterval(onChange, minuteMs / 2)
  return () => clearInterval(timer)
}
