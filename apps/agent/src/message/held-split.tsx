import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Consequence } from './consequence.tsx'
import type { HeldDialogProps } from './held-accept.tsx'
import { nameOf } from './held-consequence.ts'
import { HeldForm } from './held-form.tsx'
import { useDecideHeld } from './use-decide-held.ts'

/** A question of its own, by its own customer. */
export default function HeldSplit({ message, ticket, onClose }: HeldDialogProps) {
  const [title, setTitle] = useState('')
  const { split, isBusy, error } = useDecideHeld(message)
  return (
    <HeldForm verb="Create ticket" isBusy={isBusy} error={error} onSubmit={() => split(title.trim())} onClose={onClose}>
      <TextInput
        label="Subject"
        description="Leave empty to use the subject of the mail"
        maxLength={250}
        data-autofocus
        value={title}
        onChange={event => setTitle(event.currentTarget.value)}
      />
      <Consequence>
        {nameOf(message.author)} becomes the customer of the new ticket and sees this mail there.{' '}
        {nameOf(ticket.customer)} does not see it.
      </Consequence>
    </HeldForm>
  )
}
