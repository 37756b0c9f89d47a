import { lazy, Suspense, useState } from 'react'
import { Modal } from '../shell/lazy-overlay.tsx'
import { useShortcut } from './use-shortcut.ts'

const PaletteList = lazy(() => import('./palette-list.tsx'))

/** The way to anything by its name, from everywhere. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  useShortcut('palette', () => setOpen(true))
  const close = () => setOpen(false)
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Go to a view, page or ticket number, or search"
      size="md"
      yOffset="12vh"
      styles={{ body: { paddingTop: 4 } }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Suspense>
        <PaletteList onDone={close} />
      </Suspense>
    </Modal>
  )
}
