import { Consequence } from './consequence.tsx'
import type { HeldDialogProps } from './held-accept.tsx'
import { HeldForm } from './held-form.tsx'
import { useDecideHeld } from './use-decide-held.ts'

/** Out of the ticket, but not out of the ledger. */
export default function HeldReject({ message, onClose }: HeldDialogProps) {
  const { reject, isBusy, error } = useDecideHeld(message)
  return (
    <HeldForm verb="Reject" isBusy={isBusy} error={error} onSubmit={reject} onClose={onClose}>
      <Consequence>
        The mail leaves this ticket. GOTRS does not notify its sender. An admin can still reroute it under Settings,
        Incoming mail.
      </Consequence>
    </HeldForm>
  )
}
