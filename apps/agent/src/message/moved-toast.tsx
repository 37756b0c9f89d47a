import { Anchor } from '@mantine/core'
import { hideToast, showToast } from '../shell/toast.ts'

type Moved = { ticketNumber: number; open: (number: number) => void; undo?: () => void }

/** Shows which ticket a message moved to, with a link to it and an undo button. */
export function showMovedToast({ ticketNumber, open, undo }: Moved) {
  const openIt = () => {
    hideToast()
    open(ticketNumber)
  }
  showToast({
    action: undo && { label: 'Undo', run: undo },
    message: (
      <>
        Moved to{' '}
        <Anchor component="button" type="button" size="sm" onClick={openIt}>
          #{ticketNumber}
        </Anchor>
      </>
    ),
  })
}
