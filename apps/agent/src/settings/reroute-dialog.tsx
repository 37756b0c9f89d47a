import type { InboundMail } from '@gotrs/contract/inbound'
import type { Ticket } from '@gotrs/contract/tickets'
import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { TicketPicker } from '../message/ticket-picker.tsx'
import { said } from './said.ts'

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
      said(place === 'ticket' && target ? `The mail is in #${target.number}` : 'The mail is a new ticket')
      onClose()
    },
  })
  const to = place === 'ticket' ? target && { ticketId: target.id } : queueId ? { queueId } : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to) reroute.mutate({ mailId: mail.id, to })
  }
  const reader = target?.customer.name || target?.customer.email
  return (
    <Modal opened onClose={onClose} title="Re-route this mail" size={520} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap={16}>
          <SegmentedControl
            aria-label="Where to"
            data={[
              { value: 'ticket', label: 'Into a ticket' },
              { value: 'queue', label: 'As a new ticket' },
            ]}
            value={place}
            onChange={value => setPlace(value as typeof place)}
          />
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
            <Text size="sm">
              {reader} is the customer of #{target.number} and will see this mail.
            </Text>
          )}
          {reroute.error && (
            <Text role="alert" c="var(--danger)" size="sm">
              {errorText(reroute.error)}
            </Text>
          )}
          <Group gap={8}>
            <Button type="submit" disabled={to === null} loading={reroute.isPending}>
              {place === 'queue' ? 'Make a new ticket' : target ? `Put it into #${target.number}` : 'Re-route'}
            </Button>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
