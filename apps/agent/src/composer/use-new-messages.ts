import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { useState } from 'react'
import { newMessagesOf } from '../ticket/timeline.ts'

/**
 * What others wrote while this composer had something in it. While it is empty everything on the screen counts as seen.
 */
export function useNewMessages(ticket: TicketDetail, isWriting: boolean, myId: string) {
  const [seen, setSeen] = useState(() => idsOf(ticket))
  const [wasWriting, setWasWriting] = useState(isWriting)
  if (wasWriting !== isWriting) {
    setWasWriting(isWriting)
    setSeen(idsOf(ticket))
  }
  const news: Message[] = isWriting ? newMessagesOf(ticket, seen, myId) : []
  return { news, acknowledge: () => setSeen(idsOf(ticket)) }
}

/** "Ben Ode answered", "Nora Lind wrote", "Ben Ode added a note", "a mail by Eve is held". */
export function newMessageText(message: Message): string {
  if (message.kind === 'held') return `a mail from ${message.author.name || message.author.email} is held`
  const verb = message.kind === 'note' ? 'added a note' : message.author.role === 'customer' ? 'wrote' : 'answered'
  return `${message.author.name} ${verb}`
}

const idsOf = (ticket: TicketDetail): ReadonlySet<string> => new Set(ticket.messages.items.map(message => message.id))
