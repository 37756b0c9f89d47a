import { Suspense, useCallback, useEffect, useState } from 'react'
import { keepFocus } from '../list/focus-home.ts'
import { loadOverlays, Modal } from '../shell/lazy-overlay.tsx'
import { lazyPart } from '../shell/lazy-part.ts'
import { useEarlyText } from './use-early-text.ts'
import { useShortcut } from './use-shortcut.ts'

const loadList = () => import('./palette-list.tsx')
const PaletteList = lazyPart(loadList)

/** After the page, and before somebody needs it. */
const IDLE_MS = 1500

/** Once the dialog is gone, and what a verb opens has the focus. */
const AFTER_MS = 50

/** The way to anything by its name, from everywhere. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  /** What was typed before is not there again. */
  const [opening, setOpening] = useState(0)
  /** A verb takes the focus where it needs it. */
  const [isReturning, setReturning] = useState(true)
  useShortcut('palette', () => {
    setReturning(true)
    setOpening(opening + 1)
    setOpen(true)
  })
  const close = useCallback(() => setOpen(false), [])
  const takeEarlyText = useEarlyText(isOpen, close)
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadList(), loadOverlays()]).catch(() => undefined), IDLE_MS)
    return () => clearTimeout(timer)
  }, [])
  const act = (run: () => void) => {
    setReturning(false)
    close()
    run()
    setTimeout(keepFocus, AFTER_MS)
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Go to a view, page or ticket number, or search"
      withCloseButton={false}
      size={620}
      yOffset="12vh"
      padding={8}
      transitionProps={{ duration: 0 }}
      returnFocus={isReturning}
      styles={{ header: hidden, body: { paddingTop: 8 } }}
    >
      <Suspense>
        <PaletteList key={opening} onDone={close} onAct={act} onReady={takeEarlyText} />
      </Suspense>
    </Modal>
  )
}

/** The field says what the dialog is for; its title is for screen readers. */
const hidden = {
  position: 'absolute',
  width: 1,
  height: 1,
  minHeight: 0,
  padding: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const
