import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconLock } from '@tabler/icons-react'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { elsewhereText } from './answer-to.ts'
import styles from './composer.module.css'
import type { ComposerDraft } from './draft.ts'

type ClosedLineProps = {
  ticket: TicketDetail
  draft: ComposerDraft
  canReply: boolean
  onWrite: (kind: ComposerDraft['kind']) => void
}

/** Beside the closed text box: who else gets the answer, and the two ways to begin. */
export function ClosedLine({ ticket, draft, canReply, onWrite }: ClosedLineProps) {
  const receivers = canReply ? receiversText(ticket, draft) : null
  return (
    <>
      {receivers && (
        <span className={styles.receivers} title={receivers}>
          {receivers}
        </span>
      )}
      {canReply && (
        <Button
          {...quiet}
          leftSection={<IconArrowBackUp size={16} stroke={1.5} aria-hidden />}
          rightSection={<kbd aria-hidden>{keyCaps('reply')}</kbd>}
          onClick={() => onWrite('public')}
        >
          Reply
        </Button>
      )}
      <Button
        {...quiet}
        leftSection={<IconLock size={16} stroke={1.5} aria-hidden />}
        rightSection={<kbd aria-hidden>{keyCaps('note')}</kbd>}
        onClick={() => onWrite('note')}
      >
        Note
      </Button>
    </>
  )
}

const quiet = { variant: 'subtle', color: 'gray', c: 'dimmed' } as const

/** Null where the answer goes to the customer alone. */
function receiversText(ticket: TicketDetail, { to, cc }: ComposerDraft): string | null {
  const copies = cc.length > 0 ? `CC ${cc.join(', ')}` : null
  return elsewhereText(ticket, to) ?? copies
}
