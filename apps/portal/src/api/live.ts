import { throttle } from '@gotrs/web/live/throttle'
import { watchHints } from '@gotrs/web/live/watch-hints'

/** Calls `onChange` soon after the desk hints at a change and after every reconnection. Loaded after the first screen. */
export function watchChanges(onChange: () => void): () => void {
  const change = throttle(onChange, 200)
  const stop = watchHints({ onHint: change.call, onOpen: isAgain => isAgain && change.call() })
  return () => {
    change.cancel()
    stop()
  }
}
