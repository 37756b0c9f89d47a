import { type RefObject, useEffect, useState } from 'react'

/** A shorter list is drawn as a whole. */
const SHORT = 150
/** The drawn part moves by so many rows, and is so much longer than the screen above and below. */
const STEP = 25

/** The rows to draw, and how high the others are before and after them. */
export type RowWindow = { from: number; to: number; before: number; after: number }

/** Of a long list only the rows around the screen are in the document. All rows of a list have the same height. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, list: string): RowWindow {
  const [seen, setSeen] = useState({ first: 0, height: 0, perScreen: STEP })
  const isLong = count > SHORT
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at another place
  useEffect(() => {
    const box = scroller.current
    if (!box || !isLong) return
    const follow = () => {
      const height = rowHeight(box)
      const first = Math.floor(box.scrollTop / height / STEP) * STEP
      const perScreen = Math.ceil(box.clientHeight / height / STEP) * STEP
      setSeen(now =>
        now.first === first && now.height === height && now.perScreen === perScreen
          ? now
          : { first, height, perScreen },
      )
    }
    follow()
    box.addEventListener('scroll', follow, { passive: true })
    return () => box.removeEventListener('scroll', follow)
  }, [scroller, isLong, list])
  return isLong && seen.height > 0
    ? windowOf(seen, count)
    : { from: 0, to: Math.min(count, SHORT), before: 0, after: 0 }
}

type Seen = { first: number; height: number; perScreen: number }

export function windowOf({ first, height, perScreen }: Seen, count: number): RowWindow {
  const from = Math.max(0, Math.min(first, count - perScreen) - STEP)
  const to = Math.min(count, from + perScreen + 3 * STEP)
  return { from, to, before: from * height, after: (count - to) * height }
}

export const rowHeight = (box: HTMLElement) =>
  box.querySelector('a[data-ticket]')?.closest<HTMLElement>('li, tr')?.getBoundingClientRect().height || 68
