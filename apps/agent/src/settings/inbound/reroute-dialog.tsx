import type { InboundMail } from '@gotrs/contract/inbound'
import type { Ticket } from '@gotrs/contract/tickets'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { Consequence } from '../../message/consequence.tsx'
import { PlaceDialog } from '../../message/place-dialog.tsx'
import { TicketPicker } from '../../message/ticket-picker.tsx'
import { toast } from '../../shell/toast.ts'

type RerouteDialogProps = { mail: InboundMail; onClose: () => void }

/** A mail that the rules filed wrongly, or kept back: into a ticket, or as a new one into a queue. */
export function RerouteDialog({ mail, onClose }: RerouteDialogProps) {
  const utils = trpc.useUtils()
  const queues = trpc.queues.list.useQuery()
  const [place, setPlace] = useState<'ticket' | 'queue'>('ticket')
  const [target, setTarget] = useState<Ticket | null>(null)
  const [queueId, setQueueId] = useState<string | null>(null)
  const reroute = trpc.inbound.reroute.useMutation({
    onSuccess: async () => {
      await Promise.all([utils.inbound.invalidate(), utils.mailboxes.invalidate(), utils.tickets.invalidate()])
      toast(place === 'ticket' && target ? `Mail added to #${target.number}` : 'New ticket created')
      onClose()
    },
  })
  const to = place === 'ticket' ? target && { ticketId: target.id } : queueId ? { queueId } : null
  return (
    <PlaceDialog
      title="Reroute this mail"
      choices={[
        { value: 'ticket', label: 'To a ticket' },
        { value: 'queue', label: 'To a new ticket' },
      ]}
      place={place}
      onPlace={setPlace}
      verb={place === 'queue' ? 'Create ticket' : target ? `Add to #${target.number}` : 'Reroute'}
      isReady={to !== null}
      isBusy={reroute.isPending}
      error={reroute.error}
      onSubmit={() => to && reroute.mutate({ mailId: mail.id, to })}
      onClose={onClose}
    >
      {place === 'ticket' ? (
        <TicketPicker chosen={target} onChoose={setTarget} withoutId={mail.ticket?.id} />
      ) : (
        <Select
          label="Queue"
          data={(queues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={queueId}
          onChange={setQueueId}
        />
      )}
      {place === 'ticket' && target && (
        <Consequence>
          {target.customer.name || target.customer.email} is the customer of #{target.number} and will see this mail.
        </Consequence>
      )}
    </PlaceDialog>
  )
}
