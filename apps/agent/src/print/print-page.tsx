import { Button, Checkbox, Skeleton } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import styles from './print.module.css'
import { PrintedConversation } from './printed-conversation.tsx'
import { useWholeConversation } from './use-whole-conversation.ts'

/** A ticket's whole conversation and nothing else. The browser's dialog opens by itself, and can save it as PDF. */
export function Component() {
  const number = Number(useParams().number)
  const { search } = useLocation()
  const ticket = trpc.tickets.get.useQuery({ ticketId: number })
  const conversation = useWholeConversation(ticket.data)
  const [hasNotes, setHasNotes] = useState(false)
  const isReady = conversation.data !== undefined
  usePrintOnce(isReady)
  useEffect(() => {
    document.title = `#${number} ${ticket.data?.title ?? ''}`.trim()
  }, [number, ticket.data?.title])
  const failed = ticket.error ? ticket : conversation.error ? conversation : null
  return (
    <main id="main" tabIndex={-1} className={styles.page} aria-busy={!isReady && !failed}>
      <div className={styles.tools}>
        <ButtonLink to={`/tickets/${number}${search}`} variant="default">
          Back to the ticket
        </ButtonLink>
        <Checkbox
          label="With internal notes"
          checked={hasNotes}
          onChange={event => setHasNotes(event.currentTarget.checked)}
        />
        <Button leftSection={<IconPrinter size={16} aria-hidden />} disabled={!isReady} onClick={() => window.print()}>
          Print, or save as PDF
        </Button>
      </div>
      {failed && <FailureNotice error={failed.error} onRetry={failed.refetch} />}
      {!isReady && !failed && <Skeleton height={320} />}
      {ticket.data && conversation.data && (
        <PrintedConversation ticket={ticket.data} {...conversation.data} hasNotes={hasNotes} />
      )}
    </main>
  )
}

function usePrintOnce(isReady: boolean) {
  const isPrinted = useRef(false)
  useEffect(() => {
    if (!isReady || isPrinted.current) return
    isPrinted.current = true
    void picturesLoaded().then(() => window.print())
  }, [isReady])
}

/** A picture that cannot be shown is printed as its name. */
const picturesLoaded = () =>
  Promise.all(
    [...document.querySelectorAll<HTMLImageElement>('main img')].map(it => it.decode().catch(() => undefined)),
  )
