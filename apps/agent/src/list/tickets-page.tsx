import { useMediaQuery } from '@mantine/hooks'
import { Outlet, useMatch } from 'react-router'
import { useStoredFlag } from '../shell/use-stored-flag.ts'
import { TicketList } from './ticket-list.tsx'
import styles from './tickets-page.module.css'

/** The list, and beside it the ticket that is open. Where it is narrow, one of them at a time. */
export function TicketsPage() {
  const isTicketOpen = useMatch('/tickets/:number') !== null
  const isWide = useMediaQuery('(min-width: 75em)', undefined, { getInitialValueInEffect: false })
  const isTableWide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false })
  const [isListHidden, setListHidden] = useStoredFlag('gotrs-list-hidden')
  const isListShown = !isTicketOpen || (isWide && !isListHidden)
  return (
    <>
      {isListShown && (
        <div className={isTicketOpen ? styles.narrowList : styles.fullList}>
          <TicketList isTable={!isTicketOpen && isTableWide} isBesideTicket={isTicketOpen} />
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
