import { type RefObject, useLayoutEffect } from 'react'

/** How far each list was scrolled, as long as the page lives. */
const places = new Map<string, number>()

/** Brings a list back to where it was left; another list begins at its top. */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, list: string, isReady: boolean) {
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || !isReady) return
    box.scrollTop = places.get(list) ?? 0
    const keep = () => places.set(list, box.scrollTop)
    box.addEventListener('scroll', keep, { passive: true })
    return () => box.removeEventListener('scroll', keep)
  }, [scroller, list, isReady])
}
