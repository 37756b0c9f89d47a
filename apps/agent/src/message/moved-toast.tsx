import { Anchor } from '@mantine/core'
import { hideToast, showToast } from '../shell/toast.ts'

type Moved = { messageId: string; ticketNumber: number; open: (number: number) => void; undo?: () => void }

const longEnoughToRead = 15_000

/** Shows which ticket a message moved to, with a link to it and an undo button. */
export function showMovedToast({ messageId, ticketNumber, open, undo }: Moved) {
  const id = `moved-${messageId}`
  const openIt = () => {
    hideToast(id)
    open(ticketNumber)
  }
  showToast({
    id,
    staysMs: longEnoughToRead,
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
