import { isTyping } from './is-typing.ts'

/** So long the second key of a sequence is waited for. */
const PAUSE_MS = 1500

let first: { key: string; at: number } | null = null
const known = new WeakMap<KeyboardEvent, string>()

/** The key of the event, or `g i` where it follows the first key of a sequence. */
export function pressedKeys(event: KeyboardEvent): string {
  const found = known.get(event)
  if (found !== undefined) return found
  const key = event.key.toLowerCase()
  // Shift and the like are pressed on the way to another key.
  if (key.length > 1 && key !== 'enter') return key
  const follows = first && event.timeStamp - first.at < PAUSE_MS ? first.key : null
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
  first = follows === null && key === 'g' && isPlain ? { key, at: event.timeStamp } : null
  const keys = follows !== null && isPlain ? `${follows} ${key}` : key
  known.set(event, keys)
  return keys
}
