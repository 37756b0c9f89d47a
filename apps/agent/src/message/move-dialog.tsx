import type { Message } from '@gotrs/contract/messages'
import type { Ticket, TicketDetail } from '@gotrs/contract/tickets'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { Consequence } from './consequence.tsx'
import { moveConsequence } from './move-consequence.ts'
import { PlaceDialog } from './place-dialog.tsx'
import { TicketPicker } from './ticket-picker.tsx'
import { useMoveMessage } from './use-move-message.ts'

type MoveDialogProps = { message: Message; ticket: TicketDetail; onClose: () => void }

/** A message in the wrong ticket: where it belongs, and who will see it there. */
export default function MoveDialog({ message, ticket, onClose }: MoveDialogProps) {
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
  const submit = () => {
    if (place === 'new') move(message.id, title.trim() ? { title: title.trim() } : {}, onClose)
    else if (target) move(message.id, { ticketId: target.id }, onClose)
  }
  return (
    <PlaceDialog
      title="Move this message"
      choices={[
        { value: 'ticket', label: 'To another ticket' },
        { value: 'new', label: 'To a new ticket' },
      ]}
      place={place}
      onPlace={setPlace}
      verb={place === 'new' ? 'Move to a new ticket' : target ? `Move to #${target.number}` : 'Move'}
      isReady={isReady}
      isBusy={isBusy}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      {place === 'ticket' ? (
        <TicketPicker chosen={target} onChoose={setTarget} withoutId={ticket.id} suggested={suggested.data} />
      ) : (
        <TextInput
          label="Subject"
          description="Leave empty to use the subject of the mail or of this ticket"
          maxLength={250}
          value={title}
          onChange={event => setTitle(event.currentTarget.value)}
        />
      )}
      {isReady && <Consequence>{moveConsequence(message, ticket, place === 'new' ? null : target)}</Consequence>}
    </PlaceDialog>
  )
}
