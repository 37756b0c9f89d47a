import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button, Popover } from '@mantine/core'
import { Link } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { listSearch, useListParams } from '../list/list-params.ts'
import { useCan } from '../session/use-session.ts'
import styles from './message.module.css'
import { moveConsequence } from './move-consequence.ts'
import { ruleText } from './rule-text.ts'
import { useMoveMessage } from './use-move-message.ts'

type WhyHereProps = { message: Message; ticket: TicketDetail }

/** Why a mail is in this ticket: the server's sentence, the rule, and the ticket that it did not join. */
export function WhyHere({ message, ticket }: WhyHereProps) {
  const threading = message.staff?.threading
  if (!threading?.reason) return null
  const rule = ruleText(threading.rule)
  return (
    <Popover width={320} position="bottom-end">
      <Popover.Target>
        <button type="button" className={styles.why}>
          Why is this here?
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Why is this here?">
        {threading.reason}
        {rule && <p className={styles.rule}>Rule: {rule}</p>}
        {threading.suggestedTicketId && (
          <SuggestedTicket message={message} ticket={ticket} ticketId={threading.suggestedTicketId} />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Nothing where the reader may not see that ticket. */
function SuggestedTicket({ message, ticket, ticketId }: WhyHereProps & { ticketId: string }) {
  const params = useListParams()
  const may = useCan()
  const { move, isBusy } = useMoveMessage(ticket)
  const { data } = trpc.tickets.get.useQuery({ ticketId }, { retry: false, staleTime: 60_000 })
  if (!data) return null
  return (
    <div className={styles.suggested}>
      <Link to={`/tickets/${data.number}${listSearch(params)}`}>
        #{data.number} <span dir="auto">{data.title}</span>
      </Link>
      {may('ticket.moveMessage', ticket) && may('ticket.moveMessage', data) && (
        <>
          <p className={styles.rule}>{moveConsequence(message, ticket, data)}</p>
          <Button variant="default" loading={isBusy} onClick={() => move(message.id, { ticketId: data.id })}>
            Move there
          </Button>
        </>
      )}
    </div>
  )
}
