import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Skeleton } from '@mantine/core'
import { Suspense, useState } from 'react'
import { useMe } from '../session/use-session.ts'
import { Modal } from '../shell/lazy-overlay.tsx'
import { lazyPart } from '../shell/lazy-part.ts'
import { ReasonButton } from '../shell/reason-button.tsx'
import { reasonAgainstHeld } from '../ticket/verb-reason.ts'
import held from './held.module.css'

const HeldAccept = lazyPart(() => import('./held-accept.tsx'))
const HeldReject = lazyPart(() => import('./held-reject.tsx'))
const HeldSplit = lazyPart(() => import('./held-split.tsx'))

type Verb = 'accept' | 'split' | 'reject'
type HeldActionsProps = { message: Message; ticket: TicketDetail; onAsked: (isAsked: boolean) => void }

const titles = {
  accept: 'Accept this mail',
  split: 'Move to a new ticket',
  reject: 'Reject this mail',
} as const satisfies Record<Verb, string>

/** The ways in which a held mail ends; each says what will happen before it does. What opened the ticket is one of its own. */
export function HeldActions({ message, ticket, onAsked }: HeldActionsProps) {
  const me = useMe()
  const [asked, setAsked] = useState<Verb | null>(null)
  // While the dialog closes it still shows what it was about.
  const [shown, setShown] = useState<Verb>('accept')
  const ask = (verb: Verb) => {
    setAsked(verb)
    setShown(verb)
    onAsked(true)
  }
  const close = () => {
    setAsked(null)
    onAsked(false)
  }
  const props = { message, ticket, onClose: close }
  return (
    <fieldset className={held.actions} aria-label="Held mail actions">
      <ReasonButton variant="default" reason={reasonAgainstHeld(me, 'accept', ticket)} onClick={() => ask('accept')}>
        Accept…
      </ReasonButton>
      {!ticket.staff?.isHeld && (
        <ReasonButton {...quiet} reason={reasonAgainstHeld(me, 'split', ticket)} onClick={() => ask('split')}>
          Move to a new ticket…
        </ReasonButton>
      )}
      <ReasonButton {...quiet} reason={reasonAgainstHeld(me, 'reject', ticket)} onClick={() => ask('reject')}>
        Reject…
      </ReasonButton>
      <Modal
        opened={asked !== null}
        onClose={close}
        title={titles[shown]}
        size={480}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suspense fallback={<Skeleton height={180} />}>
          {shown === 'accept' && <HeldAccept {...props} />}
          {shown === 'split' && <HeldSplit {...props} />}
          {shown === 'reject' && <HeldReject {...props} />}
        </Suspense>
      </Modal>
    </fieldset>
  )
}

const quiet = { variant: 'subtle', color: 'gray', c: 'var(--text)' } as const
