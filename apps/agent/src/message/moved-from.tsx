import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import { listSearch, useListParams } from '../list/list-params.ts'
import { useCan } from '../session/use-session.ts'
import styles from './message.module.css'
import { useMoveMessage } from './use-move-message.ts'

/** Somebody put this message here by hand, and can put it back. */
export function MovedFrom({ message, ticket }: { message: Message; ticket: TicketDetail }) {
  const params = useListParams()
  const may = useCan()
  const { moveBack, isBusy } = useMoveMessage(ticket)
  const from = message.staff?.movedFrom
  if (!from) return null
  return (
    <p className={styles.moved}>
      <IconArrowRight size={14} aria-hidden />
      <span>
        Moved here from <Link to={`/tickets/${from.number}${listSearch(params)}`}>#{from.number}</Link>
      </span>
      {may('ticket.moveMessage', ticket) && (
        <Button variant="default" loading={isBusy} onClick={() => moveBack(message.id)}>
          Move back
        </Button>
      )}
    </p>
  )
}
