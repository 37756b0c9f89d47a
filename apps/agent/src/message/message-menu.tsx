import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowRight, IconDots, IconFileText, IconLink } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useCan } from '../session/use-session.ts'
import { lazyPart } from '../shell/lazy-part.ts'
import { toast, toastError } from '../shell/toast.ts'
import { AddCopied } from './add-copied.tsx'

const MoveDialog = lazyPart(() => import('./move-dialog.tsx'))
const RawDrawer = lazyPart(() => import('./raw-drawer.tsx'))

type MessageMenuProps = { message: Message; ticket: TicketDetail }

/** What can be done with one message. */
export function MessageMenu({ message, ticket }: MessageMenuProps) {
  const may = useCan()
  const [isMoveOpen, move] = useDisclosure(false)
  const [isRawOpen, raw] = useDisclosure(false)
  const [wasRawOpen, setWasRawOpen] = useState(false)
  if (isRawOpen && !wasRawOpen) setWasRawOpen(true)
  const cameByMail = message.staff?.inboundMailId != null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More actions for the message by ${message.author.name || message.author.email}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {message.kind !== 'held' && may('ticket.moveMessage', ticket) && (
            <Menu.Item leftSection={<IconArrowRight size={16} aria-hidden />} onClick={move.open}>
              Move to another ticket…
            </Menu.Item>
          )}
          <AddCopied message={message} ticket={ticket} />
          {cameByMail && (
            <Menu.Item leftSection={<IconFileText size={16} aria-hidden />} onClick={raw.open}>
              Show original
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconLink size={16} aria-hidden />}
            onClick={() => copyLink(ticket.number, message.id)}
          >
            Copy link
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {isMoveOpen && <MoveDialog message={message} ticket={ticket} onClose={move.close} />}
        {wasRawOpen && <RawDrawer messageId={message.id} isOpen={isRawOpen} onClose={raw.close} />}
      </Suspense>
    </>
  )
}

function copyLink(number: number, messageId: string) {
  const link = `${window.location.origin}/agent/tickets/${number}#message-${messageId}`
  navigator.clipboard.writeText(link).then(() => toast('Link copied'), toastError)
}
