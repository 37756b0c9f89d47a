import { Outlet } from 'react-router'
import { useIsPhone } from '../shell/screen-width.ts'
import { useStoredChoice } from '../shell/stored-choice.ts'
import { TicketList } from './ticket-list.tsx'
import styles from './tickets-page.module.css'
import { useCursor, useOpenNumber } from './use-cursor.ts'

const listHidden = { key: 'gotrs-list-hidden', values: ['no', 'yes'] } as const

/** The list, and beside it the ticket that is open. Where it is narrow, one of them at a time. */
export function TicketsPage() {
  const isTicketOpen = useOpenNumber() !== null
  const isWide = !useIsPhone()
  const [hidden, setHidden] = useStoredChoice(listHidden)
  const isListHidden = hidden === 'yes'
  const setListHidden = (next: boolean) => setHidden(next ? 'yes' : 'no')
  useCursor()
  const isListShown = !isTicketOpen || (isWide && !isListHidden)
  return (
    <>
      {isListShown && (
        <div className={isTicketOpen ? styles.narrowList : styles.fullList}>
          <TicketList isTable={!isTicketOpen && isWide} isBesideTicket={isTicketOpen} />
        </div>
      )}
      {isTicketOpen && (
        <div className={styles.ticket}>
          <Outlet context={{ isListHidden, setListHidden, isWide }} />
        </div>
      )}
    </>
  )
}

/** What the open ticket may do with the list beside it. */
export type TicketsPageContext = { isListHidden: boolean; setListHidden: (hidden: boolean) => void; isWide: boolean }
