import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconInfoCircle, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { useOutletContext } from 'react-router'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import type { TicketsPageContext } from '../list/tickets-page.tsx'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { ExplainedSpamMark } from '../marks/spam-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { ActionBar } from './actions/action-bar.tsx'
import { BackLink } from './back-link.tsx'
import { openPicker } from './pickers/open-picker.ts'
import styles from './ticket.module.css'
import { TicketTitle } from './ticket-title.tsx'
import type { TicketVerbs } from './use-ticket-verbs.ts'

type TicketHeaderProps = { ticket: TicketDetail; verbs: TicketVerbs; onDetails: (() => void) | null }

/** Subject and status of the ticket, with the buttons that change its status. */
export function TicketHeader({ ticket, verbs, onDetails }: TicketHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.titleLine}>
        <BackLink />
        <ListToggle />
        <TicketTitle ticket={ticket} onRename={verbs.rename} />
        <span className={styles.number}>#{ticket.number}</span>
        {onDetails && (
          <Tooltip label="Details">
            <ActionIcon aria-label="Details" onClick={onDetails}>
              <IconInfoCircle size={18} />
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
          </button>
        </Tooltip>
        {ticket.priority !== 'normal' && <PriorityMark priority={ticket.priority} />}
        <ExplainedSpamMark ticket={ticket} />
        <ActionBar ticket={ticket} run={verbs.run} />
      </div>
    </header>
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
      <ActionIcon aria-label={label} onClick={() => setListHidden(!isListHidden)}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  )
}
