import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { errorText } from '../../api/error-text.ts'

type ConfirmDialogProps = {
  title: string
  /** What it does, on the button. */
  verb: string
  isBusy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
  /** What follows from it. */
  children: ReactNode
}

/** Asks once more before something that can't be undone. */
export function ConfirmDialog({ title, verb, isBusy, error, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap={16}>
        <Text component="div">{children}</Text>
        {Boolean(error) && (
          <Text role="alert" c="var(--danger)" size="sm">
            {errorText(error)}
          </Text>
        )}
        <Group gap={8}>
          <Button loading={isBusy} onClick={onConfirm}>
            {verb}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
