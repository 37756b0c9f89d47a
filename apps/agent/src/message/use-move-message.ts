import type { Ticket } from '@gotrs/contract/tickets'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { toast, toastError } from '../shell/toast.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { showMovedToast } from './moved-toast.tsx'

type Target = { ticketId: string } | { title?: string }

/** Moves a message, shows where it went, and can move it back. */
export function useMoveMessage(ticket: Ticket) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const refresh = () => refreshTicket(utils)
  const back = trpc.messages.moveBack.useMutation({
    onSuccess: async ({ ticketNumber }) => {
      await refresh()
      toast(`Moved back to #${ticketNumber}`)
    },
    onError: toastError,
  })
  const move = trpc.messages.move.useMutation({
    onSuccess: async ({ messageId, ticketNumber }) => {
      await refresh()
      showMovedToast({
        ticketNumber,
        open: number => void navigate(`/tickets/${number}`),
        undo: () => back.mutate({ messageId }),
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
