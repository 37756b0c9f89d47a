import { Anchor, Button, Group } from '@mantine/core'
import { hideToast, showToast } from '../shell/toast.ts'

type Moved = { messageId: string; ticketNumber: number; open: (number: number) => void; undo?: () => void }

const longEnoughToRead = 15_000

/** Shows which ticket a message moved to, with a link to it and an undo button. */
export function showMovedToast({ messageId, ticketNumber, open, undo }: Moved) {
  const id = `moved-${messageId}`
  const leaving = (work: () => void) => () => {
    hideToast(id)
    work()
  }
  showToast({
    id,
    color: 'gray',
    autoClose: longEnoughToRead,
    message: (
      <Group gap={12} justify="space-between">
        <span>
          Moved to{' '}
          <Anchor component="button" type="button" onClick={leaving(() => open(ticketNumber))}>
            #{ticketNumber}
          </Anchor>
        </span>
        {undo && (
          <Button variant="default" onClick={leaving(undo)}>
            Undo
          </Button>
        )}
      </Group>
    ),
  })
}
