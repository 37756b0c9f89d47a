import type { Message } from '@gotrs/contract/messages'
import type { Ticket, TicketDetail } from '@gotrs/contract/tickets'
import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import styles from './message.module.css'
import { moveConsequence } from './move-consequence.ts'
import { TicketPicker } from './ticket-picker.tsx'
import { useMoveMessage } from './use-move-message.tsx'

type MoveDialogProps = { message: Message; ticket: TicketDetail; onClose: () => void }

/** A message in the wrong ticket: where it belongs, and who will see it there. */
export function MoveDialog({ message, ticket, onClose }: MoveDialogProps) {
  const [place, setPlace] = useState<'ticket' | 'new'>('ticket')
  const [target, setTarget] = useState<Ticket | null>(null)
  const [title, setTitle] = useState('')
  const suggestedId = message.staff?.threading?.suggestedTicketId
  const suggested = trpc.tickets.get.useQuery(
    { ticketId: suggestedId ?? 0 },
    { enabled: Boolean(suggestedId), retry: false },
  )
  const { move, isBusy, error } = useMoveMessage(ticket)
  const isReady = place === 'new' || target !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (place === 'new') move(message.id, title.trim() ? { title: title.trim() } : {}, onClose)
    else if (target) move(message.id, { ticketId: target.id }, onClose)
  }
  return (
    <Modal opened onClose={onClose} title="Move this message" size={520} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap={16}>
          <SegmentedControl
            aria-label="Where to"
            data={[
              { value: 'ticket', label: 'To another ticket' },
              { value: 'new', label: 'To a new ticket' },
            ]}
            value={place}
            onChange={value => setPlace(value as typeof place)}
          />
          {place === 'ticket' ? (
            <TicketPicker chosen={target} onChoose={setTarget} withoutId={ticket.id} suggested={suggested.data} />
          ) : (
            <TextInput
              label="Subject"
              description="Left empty: the subject of the mail, or of this ticket"
              maxLength={250}
              value={title}
              onChange={event => setTitle(event.currentTarget.value)}
            />
          )}
          {isReady && (
            <p className={styles.consequence}>
              <IconEye size={16} aria-hidden />
              {moveConsequence(message, ticket, place === 'new' ? null : target)}
            </p>
          )}
          {error && (
            <Text role="alert" c="var(--danger)" size="sm">
              {errorText(error)}
            </Text>
          )}
          <Group gap={8}>
            <Button type="submit" disabled={!isReady} loading={isBusy}>
              {place === 'new' ? 'Move to a new ticket' : target ? `Move to #${target.number}` : 'Move'}
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
