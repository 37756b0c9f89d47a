import type { Message } from '@gotrs/contract/messages'
import { isStaff } from '@gotrs/contract/roles'
import type { TicketDetail } from '@gotrs/contract/tickets'

type Person = { id: string; name: string; email: string }

export const nameOf = ({ name, email }: { name: string; email: string }) => name || email

const takesPart = ({ author }: Message, { customer, participants }: TicketDetail) =>
  [customer, ...participants].some(({ id }) => id === author.id)

/** Who may have written under another address: nobody where the sender is known by an account that they use. */
export function peopleFor(message: Message, ticket: TicketDetail): Person[] {
  if (isStaff(message.author.role) || takesPart(message, ticket)) return []
  return [ticket.customer, ...ticket.participants]
}

/** Why it is no matter of course that a colleague wrote it; empty where the sender is no colleague. */
export const colleagueDoubt = ({ author }: Message): string =>
  isStaff(author.role) ? `The sender address belongs to the agent ${nameOf(author)}, but anyone can forge it.` : ''

/** The two ways to accept, and the button of the first. */
export function acceptChoices(message: Message, ticket: TicketDetail) {
  const sender = nameOf(message.author)
  const joins = peopleFor(message, ticket).length > 0
  return {
    verb: joins ? `Add ${sender}` : 'Accept',
    joined: `Add ${sender} to the conversation`,
    addressOf: `${message.author.email} is another address of a person in this conversation`,
  }
}

/** What accepting does. `person`: whose further address the sender is. */
export function acceptConsequence(message: Message, ticket: TicketDetail, person: Person | null): string {
  const sender = nameOf(message.author)
  const seen = `${nameOf(ticket.customer)} will see this mail.`
  const reopened = ticket.status === 'resolved' && !message.staff?.automaticKind ? ' The ticket reopens.' : ''
  return `${seen} ${whatFollows()}${reopened}`

  function whatFollows(): string {
    if (person) {
      return `All mail from ${message.author.email} in this ticket, and all future mail from there, counts as written by ${nameOf(person)}.`
    }
    if (isStaff(message.author.role)) return `The message appears in the name of ${sender}. GOTRS sends no mail for it.`
    if (peopleFor(message, ticket).length === 0) return `The message appears in the name of ${sender}.`
    return `${sender} gets all further replies, and new mail from ${message.author.email} joins this ticket.`
  }
}
