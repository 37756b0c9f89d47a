import type { Message } from '@gotrs/contract/messages'
import { failureOf } from '@gotrs/web/errors/failure'
import { useNavigate } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { toast } from '../shell/toast.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { nameOf } from './held-consequence.ts'
import { showMovedToast } from './moved-toast.tsx'

type Person = { id: string; name: string; email: string }

/**
 * Decides on a held mail, once. Who was quicker has decided: that is said, and the ticket is shown as it is now. The dialog
 * goes with the card that it is about, so that it keeps the focus until then.
 */
export function useDecideHeld({ id: messageId, author }: Message) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const show = () => refreshTicket(utils)
  const fail = (error: unknown) => {
    const words = decidedText(error)
    if (words === null) return
    toast(words)
    void show()
  }
  const accept = trpc.messages.accept.useMutation({
    onSuccess: async (_, { addressOf }) => {
      await show()
      toast(addressOf ? 'Accepted' : `Accepted. ${nameOf(author)} joined the conversation`)
    },
    onError: fail,
  })
  const split = trpc.messages.split.useMutation({
    onSuccess: async ({ ticketNumber }) => {
      await show()
      showMovedToast({ ticketNumber, open: number => void navigate(`/tickets/${number}`) })
    },
    onError: fail,
  })
  const reject = trpc.messages.reject.useMutation({
    onSuccess: async () => {
      await show()
      toast('Rejected. The mail is still under Settings, Incoming mail')
    },
    onError: fail,
  })
  return {
    isBusy: accept.isPending || split.isPending || reject.isPending,
    error: accept.error ?? split.error ?? reject.error,
    accept: (person: Person | null) => accept.mutate({ messageId, ...(person ? { addressOf: person.id } : {}) }),
    split: (title: string) => split.mutate({ messageId, ...(title ? { title } : {}) }),
    reject: () => reject.mutate({ messageId }),
  }
}

/** Null where the mail may still be held, and the dialog says what is wrong. */
function decidedText(error: unknown): string | null {
  const failure = failureOf(error)
  if (failure.code === 'not_found') return 'Somebody else has already accepted, moved or rejected this mail.'
  return failure.code === 'wrong_status' && failure.params.noun === 'message' ? errorText(error) : null
}
