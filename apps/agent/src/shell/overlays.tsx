import { Drawer, type DrawerProps, Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState } from 'react'

export const OpeningModal = (props: ModalProps) => <Modal {...props} opened={useOpening(props.opened)} />
export const OpeningDrawer = (props: DrawerProps) => <Drawer {...props} opened={useOpening(props.opened)} />

/** Mounts closed: a dialog returns the focus to where it was only if it has seen itself open. */
function useOpening(isOpen: boolean): boolean {
  const [isMounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  return isOpen && isMounted
}
