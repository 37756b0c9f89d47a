import type { MovedMessage } from '@gotrs/contract/messages'
import type { Ticket } from '@gotrs/contract/tickets'
import { Anchor, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from 'react-router'
import { isErrorOf } from '../api/desk-error.ts'
import { trpc } from '../api/trpc.ts'
import { said, saidError } from '../settings/said.ts'
import { refreshTicket } from '../ticket/use-ticket-verbs.ts'

type Target = { ticketId: string } | { title?: string }

/** Puts a message elsewhere, says where it went, and takes it back where that was wrong. */
export function useMoveMessage(ticket: Ticket) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const refresh = () => refreshTicket(utils)
  const back = trpc.messages.moveBack.useMutation({
    onSuccess: async ({ ticketNumber }) => {
      await refresh()
      said(`Moved back to #${ticketNumber}`)
    },
    onError: saidError,
  })
  const move = trpc.messages.move.useMutation({
    onSuccess: async moved => {
      await refresh()
      sayMoved(moved, {
        open: number => void navigate(`/tickets/${number}`),
        undo: () => back.mutate({ messageId: moved.messageId }),
      })
    },
    // The next press of the button sends the version that is on the screen then.
    onError: error => isErrorOf(error, 'ticket_changed') && void refresh(),
  })
  return {
    isBusy: move.isPending || back.isPending,
    error: move.error,
    move: (messageId: string, to: Target, onDone?: () => void) =>
      move.mutate({ messageId, version: ticket.staff?.version ?? 0, to }, { onSuccess: onDone }),
    moveBack: (messageId: string) => back.mutate({ messageId }),
  }
}

const longEnoughToRead = 15_000

function sayMoved(
  { messageId, ticketNumber }: MovedMessage,
  { open, undo }: { open: (number: number) => void; undo: () => void },
) {
  const id = `moved-${messageId}`
  const leaving = (work: () => void) => () => {
    notifications.hide(id)
    work()
  }
  notifications.show({
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
        <Button size="xs" variant="default" onClick={leaving(undo)}>
          Undo
        </Button>
      </Group>
    ),
  })
}
