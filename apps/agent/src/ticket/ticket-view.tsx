import type { TicketDetail } from '@gotrs/contract/tickets'
import { useDisclosure } from '@mantine/hooks'
import { useEffect } from 'react'
import { Composer } from '../composer/composer.tsx'
import { keepFocus } from '../list/focus-home.ts'
import { useReportPresence } from '../presence/use-report-presence.ts'
import { Drawer } from '../shell/lazy-overlay.tsx'
import { useHasRail } from '../shell/screen-width.ts'
import { ActionBar } from './actions/action-bar.tsx'
import { ChangedNotice } from './changed-notice.tsx'
import { Conversation } from './conversation.tsx'
import { TicketPickers } from './pickers/ticket-pickers.tsx'
import railStyles from './rail.module.css'
import { Rail } from './rail.tsx'
import styles from './ticket.module.css'
import { TicketHeader } from './ticket-header.tsx'
import { UndeliveredBanner } from './undelivered-banner.tsx'
import { useTicketVerbs } from './use-ticket-verbs.ts'

/** A ticket as one works on it: header, conversation, composer, and the facts at its right (or in a drawer). */
export function TicketView({ ticket }: { ticket: TicketDetail }) {
  const verbs = useTicketVerbs(ticket)
  useReportPresence(ticket.id)
  // The skeleton that had the focus is gone.
  useEffect(keepFocus, [])
  const hasRail = useHasRail()
  const [isRailOpen, rail] = useDisclosure(false)
  return (
    <main id="main" tabIndex={-1} className={styles.page} aria-label={`Ticket #${ticket.number}`}>
      <div className={styles.columns}>
        <div className={styles.work}>
          <TicketPickers ticket={ticket} verbs={verbs} />
          <TicketHeader ticket={ticket} verbs={verbs} onDetails={hasRail ? null : rail.open} />
          {verbs.conflict && (
            <ChangedNotice
              stopped="Your change was not made."
              texts={verbs.conflict.texts}
              goOnLabel="Do it anyway"
              onGoOn={verbs.conflict.goOn}
              onLeave={verbs.conflict.leave}
            />
          )}
          <UndeliveredBanner messages={ticket.messages.items} />
          <Conversation ticket={ticket} />
          <Composer ticket={ticket} verbs={<ActionBar ticket={ticket} run={verbs.run} isInBar />} />
        </div>
        {hasRail && (
          <aside className={railStyles.rail} aria-label="Details">
            <Rail ticket={ticket} verbs={verbs} />
          </aside>
        )}
      </div>
      {!hasRail && (
        <Drawer
          opened={isRailOpen}
          onClose={rail.close}
          position="right"
          size={320}
          title="Details"
          closeButtonProps={{ 'aria-label': 'Close details' }}
        >
          <Rail ticket={ticket} verbs={verbs} />
        </Drawer>
      )}
    </main>
  )
}
