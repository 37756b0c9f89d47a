import type { DrawerProps, ModalProps } from '@mantine/core'
import { type ComponentType, Suspense, useState } from 'react'
import { lazyPart } from './lazy-part.ts'

/** Dialogs and drawers share code that no page needs before one is opened: it loads with the first one. */
export const loadOverlays = () => import('./overlays.tsx')
const LoadedModal = lazyPart(async () => ({ default: (await loadOverlays()).OpeningModal }))
const LoadedDrawer = lazyPart(async () => ({ default: (await loadOverlays()).OpeningDrawer }))

export const Modal = (props: ModalProps) => <Overlay of={LoadedModal} {...props} />
export const Drawer = (props: DrawerProps) => <Overlay of={LoadedDrawer} {...props} />

function Overlay<Props extends { opened: boolean }>({ of: Loaded, ...props }: Props & { of: ComponentType<Props> }) {
  const [wasOpened, setOpened] = useState(props.opened)
  if (props.opened && !wasOpened) setOpened(true)
  if (!wasOpened) return null
  return (
    <Suspense>
      <Loaded {...(props as unknown as Props)} />
    </Suspense>
  )
}
