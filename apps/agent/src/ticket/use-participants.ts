import { fieldErrorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { toast, toastError } from '../shell/toast.ts'
import { refreshTicket } from './refresh-ticket.ts'

type Answers = { onDone?: () => void; onError?: (text: string) => void }

/** Adds people to the conversation and removes them. It never conflicts with what others do. */
export function useParticipants(ticketId: string) {
  const utils = trpc.useUtils()
  const addPerson = trpc.tickets.addParticipant.useMutation()
  const removePerson = trpc.tickets.removeParticipant.useMutation()
  return {
    add: (email: string, { onDone, onError }: Answers = {}) =>
      addPerson.mutate(
        { ticketId, email },
        {
          onSuccess: async () => {
            onDone?.()
            await refreshTicket(utils)
            toast(`${email} joined the conversation`)
          },
          onError: error => (onError ? onError(fieldErrorText(error)) : toastError(error)),
        },
      ),
    remove: ({ id, name, email }: { id: string; name: string; email: string }) =>
      removePerson.mutate(
        { ticketId, userId: id },
        {
          onSuccess: async () => {
            await refreshTicket(utils)
            toast(`${name || email} gets no further replies`)
          },
          onError: toastError,
        },
      ),
  }
}
