import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Menu } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useMe } from '../session/use-session.ts'
import { useParticipants } from '../ticket/use-participants.ts'
import { reasonAgainst } from '../ticket/verb-reason.ts'
import { outsiders } from './outsiders.ts'

/** Who got a copy of the mail and takes no part: each can be added to the conversation. */
export function AddCopied({ message, ticket }: { message: Message; ticket: TicketDetail }) {
  const reason = reasonAgainst(useMe(), 'addParticipant', ticket)
  const { add } = useParticipants(ticket.id)
  return outsiders(message, ticket).map(address => (
    <Menu.Item
      key={address}
      leftSection={<IconUserPlus size={16} aria-hidden />}
      disabled={reason !== null}
      title={reason ?? undefined}
      onClick={() => add(address)}
    >
      Add {address}
    </Menu.Item>
  ))
}
