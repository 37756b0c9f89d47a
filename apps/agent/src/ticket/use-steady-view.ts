import { useLayoutEffect, useRef, useState } from 'react'

/**
 * Keeps what is read in its place while messages and their frames load above and below it. At the newest message the view
 * stays there; a pinned element stays at the top until the reader moves.
 */
export function useSteadyView() {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [steady] = useState(createSteadyView)
  useLayoutEffect(() => {
    if (scroller.current && content.current) return steady.attach(scroller.current, content.current)
  }, [steady])
  return { scroller, content, ...steady }
}

function createSteadyView() {
  let box: HTMLElement | null = null
  let held: { element: Element; top: number } | null = null
  let isPinned = false

  const topOf = (element: Element) => element.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0)
  const hold = (element: Element | null | undefined) => {
    held = element ? { element, top: topOf(element) } : null
  }
  return {
    attach(scroller: HTMLElement, content: HTMLElement) {
      box = scroller
      const settle = () => {
        if (held?.element.isConnected) scroller.scrollTop += topOf(held.element) - held.top
      }
      const remember = () => {
        if (isPinned) return
        const firstShown = () => [...content.children].find(child => topOf(child) + child.clientHeight > 0)
        hold(isAtNewest(scroller) ? null : firstShown())
      }
      const unpin = () => {
        isPinned = false
      }
      const sizes = new ResizeObserver(settle)
      sizes.observe(content)
      sizes.observe(scroller)
      scroller.addEventListener('scroll', remember, { passive: true })
      for (const move of moves) scroller.addEventListener(move, unpin, { passive: true })
      return () => {
        sizes.disconnect()
        scroller.removeEventListener('scroll', remember)
        for (const move of moves) scroller.removeEventListener(move, unpin)
      }
    },
    /** Shows an element at the top, and keeps it there until the reader moves. */
    pin(element: Element) {
      element.scrollIntoView({ block: 'start' })
      isPinned = true
      held = { element, top: 8 }
    },
    /** Something follows the last message that was shown: the reader stays with that one. */
    stayWith(last: Element | null) {
      if (!box || !last || held || box.scrollHeight <= box.clientHeight) return
      last.scrollIntoView({ block: 'end' })
      hold(last)
    },
    showNewest() {
      isPinned = false
      held = null
      box?.scrollTo({ top: 0 })
    },
  }
}

const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** The scroller is reversed: zero is its end. */
const isAtNewest = (scroller: Element) => scroller.scrollTop > -8
