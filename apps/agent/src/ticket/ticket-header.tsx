import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconChevronDown,
  IconCircleDashed,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLayoutSidebarRight,
} from '@tabler/icons-react'
import { useOutletContext } from 'react-router'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import type { TicketsPageContext } from '../list/tickets-page.tsx'
import { Face } from '../marks/face.tsx'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { ExplainedSpamMark } from '../marks/spam-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { PresentFaces } from '../presence/present-faces.tsx'
import { useMe } from '../session/use-session.ts'
import { ReasonButton } from '../shell/reason-button.tsx'
import { ActionBar } from './actions/action-bar.tsx'
import { BackLink } from './back-link.tsx'
import { openPicker } from './pickers/open-picker.ts'
import { PrintLink } from './print-link.tsx'
import styles from './ticket.module.css'
import { TicketTitle } from './ticket-title.tsx'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

type TicketHeaderProps = { ticket: TicketDetail; verbs: TicketVerbs; onDetails: (() => void) | null }

/** Subject and status of the ticket, with the buttons that change its status. */
export function TicketHeader({ ticket, verbs, onDetails }: TicketHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.titleLine}>
        <BackLink />
        <span className={styles.number}>#{ticket.number}</span>
        <TicketTitle ticket={ticket} onRename={verbs.rename} />
        <ListToggle />
        <PrintLink number={ticket.number} />
        {onDetails && (
          <Tooltip label="Details">
            <ActionIcon aria-label="Details" onClick={onDetails}>
              <IconLayoutSidebarRight size={18} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={styles.factLine}>
        <Tooltip label={`Set the status (${keyCaps('status').join(' ')})`}>
          <button
            type="button"
            className={styles.status}
            aria-description="Set the status"
            onClick={() => openPicker('status')}
          >
            <StatusMark ticket={ticket} />
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Tooltip>
        <AssigneeButton ticket={ticket} />
        {ticket.priority !== 'normal' && <PriorityMark priority={ticket.priority} />}
        <ExplainedSpamMark ticket={ticket} />
        <PresentFaces ticketId={ticket.id} assigneeId={ticket.staff?.assignee?.id} isInHeader />
        <ActionBar ticket={ticket} run={verbs.run} />
      </div>
    </header>
  )
}

/** Whose it is, which is one press from being another's. */
function AssigneeButton({ ticket }: { ticket: TicketDetail }) {
  const reason = reasonAgainst(useMe(), 'assign', ticket)
  const assignee = ticket.staff?.assignee
  return (
    <ReasonButton
      variant="subtle"
      color="gray"
      className={styles.assignee}
      reason={reason}
      hint={`Assign (${keyCaps('assign').join(' ')})`}
      aria-label={assignee ? `Assigned to ${assignee.name}` : 'Unassigned'}
      onClick={() => openPicker('assign')}
    >
      {assignee ? <Face person={assignee} isColleague isSmall /> : <IconCircleDashed size={14} aria-hidden />}
      <span className={styles.assigneeName}>{assignee?.name ?? 'Unassigned'}</span>
    </ReasonButton>
  )
}

/** Gives the ticket the full width for reading, and back; remembered. */
function ListToggle() {
  const { isWide, isListHidden, setListHidden } = useOutletContext<TicketsPageContext>()
  if (!isWide) return null
  const label = isListHidden ? 'Show the list' : 'Hide the list'
  const Icon = isListHidden ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <Tooltip label={label}>
      <ActionIcon className={styles.listToggle} aria-label={label} onClick={() => setListHidden(!isListHidden)}>
        <Icon size={18} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}
