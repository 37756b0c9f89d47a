import type { TicketDetail } from '@gotrs/contract/tickets'
import { keyCaps } from '../../keyboard/shortcut-table.ts'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { useMe } from '../../session/use-session.ts'
import { ReasonButton } from '../../shell/reason-button.tsx'
import styles from '../ticket.module.css'
import type { TicketVerbs } from '../use-ticket-verbs.ts'
import { reasonAgainst } from '../verb-reason.ts'
import { SnoozeVerbs } from './snooze.tsx'

/** Take, resolve or reopen, close: off with a reason where the permission or the workflow says no. */
export function StatusVerbs({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const me = useMe()
  const isMine = ticket.staff?.assignee?.id === me.id
  const isDone = ticket.status === 'resolved' || ticket.status === 'closed'
  const takeReason = isMine ? 'Already assigned to you' : reasonAgainst(me, 'assign', ticket)
  const resolveReason = reasonAgainst(me, 'resolve', ticket)
  useShortcut('take', verbs.take, takeReason === null)
  useShortcut('resolve', verbs.resolve, resolveReason === null)
  return (
    <fieldset className={styles.verbs} aria-label="Actions">
      {!isMine && (
        <ReasonButton
          size="xs"
          variant="default"
          reason={takeReason}
          hint={`Assign to me (${keyCaps('take')})`}
          onClick={verbs.take}
        >
          Take
        </ReasonButton>
      )}
      <SnoozeVerbs ticket={ticket} verbs={verbs} />
      {isDone ? (
        <ReasonButton size="xs" variant="default" reason={reasonAgainst(me, 'reopen', ticket)} onClick={verbs.reopen}>
          Reopen
        </ReasonButton>
      ) : (
        <ReasonButton
          size="xs"
          variant="default"
          reason={resolveReason}
          hint={`Resolve (${keyCaps('resolve')})`}
          onClick={verbs.resolve}
        >
          Resolve
        </ReasonButton>
      )}
      <ReasonButton
        size="xs"
        variant="default"
        reason={reasonAgainst(me, 'close', ticket)}
        hint="Close for good; a reply starts a follow-up"
        onClick={verbs.close}
      >
        Close
      </ReasonButton>
    </fieldset>
  )
}
