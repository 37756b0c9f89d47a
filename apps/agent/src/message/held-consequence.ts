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
  isStaff(author.role)
    ? `Its sender's address is that of ${nameOf(author)}, who is an agent: others can write it on a mail too.`
    : ''

/** The two ways to accept, and the button of the first. */
export function acceptChoices(message: Message, ticket: TicketDetail) {
  const sender = nameOf(message.author)
  const joins = peopleFor(message, ticket).length > 0
  return {
    verb: joins ? `Add ${sender}` : 'Accept',
    joined: `Add ${sender} to the conversation`,
    addressOf: `${message.author.email} is another address of somebody who takes part`,
  }
}

/** What accepting does. `person`: whose further address the sender is. */
export function acceptConsequence(message: Message, ticket: TicketDetail, person: Person | null): string {
  const sender = nameOf(message.author)
  const seen = `${nameOf(ticket.customer)} sees this mail in the conversation.`
  const reopened = ticket.status === 'resolved' && !message.staff?.automaticKind ? ' The ticket is open again.' : ''
  return `${seen} ${whatFollows()}${reopened}`

  function whatFollows(): string {
    if (person) {
      return `It counts as written by ${nameOf(person)}, and so does all other mail from ${message.author.email} here, and all that comes later.`
    }
    if (isStaff(message.author.role)) return `It appears there as a message by ${sender}, and no mail is sent for it.`
    if (peopleFor(message, ticket).length === 0) return `It counts as written by ${sender}.`
    return `${sender} gets the answers from now on, and further mail from ${message.author.email} comes in here by itself.`
  }
}
