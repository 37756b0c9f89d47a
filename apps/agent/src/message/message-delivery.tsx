import type { Message } from '@gotrs/contract/messages'
import { trpc } from '../api/trpc.ts'
import { toast, toastError } from '../shell/toast.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { DeliveryLine, RetryButton } from './delivery-line.tsx'
import { deliveryText } from './delivery-text.ts'

/** The delivery state of a reply, with a button to send it again if it failed. */
export function MessageDelivery({ message }: { message: Message }) {
  const retry = useRetryDelivery()
  const delivery = message.staff?.delivery
  if (!delivery) return null
  return (
    <DeliveryLine delivery={delivery}>
      {deliveryText(delivery).canRetry && (
        <RetryButton isBusy={retry.isPending} onClick={() => retry.mutate({ messageId: message.id })} />
      )}
    </DeliveryLine>
  )
}

export function useRetryDelivery() {
  const utils = trpc.useUtils()
  return trpc.messages.retryDelivery.useMutation({
    onSuccess: async () => {
      await refreshTicket(utils)
      toast('The mail is queued again')
    },
    onError: toastError,
  })
}
