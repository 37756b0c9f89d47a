import { isTyping } from './is-typing.ts'
import { pressedKeys } from './pressed-keys.ts'
import { beginsText, isForTicket } from './shortcut-table.ts'

/*
 * Keys about a ticket that is not on the screen yet wait until it is, and then act in the order they were pressed. After a
 * key that opens a text box or a menu, everything waits until that has the focus, and arrives in it: no letter of a text is
 * ever the key of a verb.
 */

type HeldKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** The numbers of the ticket in the URL, of the marked one that opens next, and of the one whose keys work; null: none. */
let routed: number | null = null
let marked: number | null = null
let shown: number | null = null
let isWriting = false
let isReplaying = false
/** How many verbs run that lead to another ticket. */
let leaving = 0
let held: HeldKey[] = []
let openAtOnce: (() => void) | null = null

const wanted = () => marked ?? routed
const isHolding = () => wanted() !== shown || isWriting || leaving > 0

type RouterState = { location: { pathname: string }; navigation: { location?: { pathname: string } | undefined } }
type Router = { state: RouterState; subscribe: (listener: (state: RouterState) => void) => unknown }

/** Follows where the router goes: it knows before the page is loaded and drawn. */
export function holdKeysFor(router: Router) {
  const follow = ({ location, navigation }: RouterState) => {
    const next = Number(/\/tickets\/(\d+)$/.exec((navigation.location ?? location).pathname)?.[1] ?? 0) || null
    want(() => {
      routed = next
      if (marked === next || next === null) marked = null
    })
  }
  router.subscribe(follow)
  follow(router.state)
  window.addEventListener('keydown', hold, true)
  document.addEventListener('focusin', arrive)
}

/** The mark of the list has moved: beside an open ticket the marked one opens next. */
export function wantTicket(number: number | null) {
  want(() => {
    marked = routed === null || number === routed ? null : number
  })
}

/** A key in the list that needs the ticket itself: it acts once the ticket is open. */
export function pressOnOpening(number: number, key: string) {
  want(() => {
    marked = number
  })
  held.push(plainKey(key))
}

const plainKey = (key: string): HeldKey => ({ key, ctrlKey: false, metaKey: false, shiftKey: false })

/** Is this the ticket that keys act on? */
export const isWanted = (number: number) => wanted() === number

/** Called as soon as a key waits for the marked ticket. */
export function onKeyHeld(open: (() => void) | null) {
  openAtOnce = open
}

/** The keys of this ticket work now; null: they are gone. */
export function showKeysOf(number: number | null) {
  shown = number
  replay()
}

/** Keys are for a text box or a menu from now on, although it is not there yet. */
export function holdForFocus() {
  isWriting = true
}

/** Until the returned function is called, keys wait for the ticket that comes next. `keep`: whether they act on it. */
export function holdForNext(): (keep: boolean) => void {
  leaving += 1
  return keep => {
    leaving -= 1
    if (!keep) dropKeys()
    replay()
  }
}

/** What was typed for one ticket never reaches another one. */
function want(change: () => void) {
  const before = wanted()
  change()
  if (wanted() !== before && leaving === 0 && !isReplaying) dropKeys()
}

function dropKeys() {
  isWriting = false
  held = []
}

function hold(event: KeyboardEvent) {
  const keys = pressedKeys(event)
  const mayHold = isHolding() || isReplaying
  if (!event.isTrusted || !mayHold || isTyping(event.target)) return
  if (event.key === 'Escape') return dropKeys()
  if (event.altKey || !(event.ctrlKey || event.metaKey ? sends(event.key) : waits(event.key, keys))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const { key, ctrlKey, metaKey, shiftKey } = event
  if (key === 'Backspace') held.pop()
  else held.push({ key, ctrlKey, metaKey, shiftKey })
  openAtOnce?.()
}

const isTextAwaited = () => isWriting || held.length > 0

/** The list and the pages keep their keys, until one that waits comes before them. */
const waits = (key: string, keys: string) =>
  isTextAwaited() ? key.length === 1 || key === 'Enter' || key === 'Backspace' : isForTicket(keys)

/** Ctrl+Enter sends the text that is typed before it. The browser keeps its other keys with Ctrl. */
const sends = (key: string) => key === 'Enter' && isTextAwaited()

/** A field that gets the focus by script has its cursor only after the script. */
function arrive({ target }: FocusEvent) {
  if (!isWriting || !(isTextField(target) || isMenuItem(target))) return
  isWriting = false
  queueMicrotask(replay)
}

function replay() {
  if (isReplaying) return
  isReplaying = true
  // A text box takes them at once, before what is typed next. Verbs wait until React has drawn the ticket that they act on.
  if (isTextField(document.activeElement) || isMenuItem(document.activeElement)) replayNext()
  else setTimeout(replayNext)
}

/** One key after the other, each after what the one before it has drawn. */
function replayNext() {
  const next = isHolding() ? undefined : held.shift()
  if (next === undefined) {
    isReplaying = false
    return
  }
  const wasText = isTextField(document.activeElement)
  press(document.activeElement ?? document.body, next)
  queueMicrotask(() => {
    const hasPlace = isWriting || isTextField(document.activeElement)
    // Where the ticket takes no answer, what follows is a text without a place.
    if (!wasText && beginsText(next.key) && !hasPlace) dropKeys()
    replayNext()
  })
}

function press(target: Element, held: HeldKey) {
  const { key } = held
  if (isMenuItem(target) && key === 'Enter') return target.click()
  if (isTextField(target) && key !== 'Enter') return document.execCommand('insertText', false, key)
  const event = new KeyboardEvent('keydown', { ...held, code: key, bubbles: true, cancelable: true })
  const isUnused = target.dispatchEvent(event)
  if (isUnused && key === 'Enter' && isTextField(target)) document.execCommand('insertText', false, '\n')
}

const isTextField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)

const isMenuItem = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && target.role === 'menuitem'
