/** Less than this is a toolbar that comes and goes. */
const KEYBOARD_PX = 120

/**
 * Keeps the page as high as what the keyboard of a phone leaves visible. Most browsers shrink the page themselves
 * (`interactive-widget` in index.html); Safari lays the keyboard over it, and Send would be below.
 */
export function followKeyboard() {
  const { visualViewport: visible, document } = window
  if (!visible) return
  visible.addEventListener('resize', () => {
    const isCovered = visible.scale === 1 && window.innerHeight - visible.height > KEYBOARD_PX
    if (isCovered) document.documentElement.style.setProperty('--visible-height', `${visible.height}px`)
    else document.documentElement.style.removeProperty('--visible-height')
    // Safari has scrolled the page up to show the cursor.
    if (isCovered) window.scrollTo(0, 0)
  })
}
