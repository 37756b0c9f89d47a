import type { Message } from '@gotrs/contract/messages'
import { Popover } from '@mantine/core'
import { Link } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { listSearch, useListParams } from '../list/list-params.ts'
import styles from './message.module.css'

type Threading = NonNullable<NonNullable<Message['staff']>['threading']>

/** The server's own sentence on why a mail stands in this ticket, and the ticket that it was kept out of. */
export function WhyHere({ threading }: { threading: Threading }) {
  return (
    <Popover width={280} position="bottom-end">
      <Popover.Target>
        <button type="button" className={styles.why}>
          Why is this here?
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Why is this here?">
        {threading.reason}
        {threading.suggestedTicketId && <SuggestedTicket ticketId={threading.suggestedTicketId} />}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Nothing where the reader may not see that ticket. */
function SuggestedTicket({ ticketId }: { ticketId: string }) {
  const params = useListParams()
  const { data } = trpc.tickets.get.useQuery({ ticketId }, { retry: false, staleTime: 60_000 })
  if (!data) return null
  return (
    <p className={styles.suggested}>
      <Link to={`/tickets/${data.number}${listSearch(params)}`}>
        #{data.number} <span dir="auto">{data.title}</span>
      </Link>
    </p>
  )
}
