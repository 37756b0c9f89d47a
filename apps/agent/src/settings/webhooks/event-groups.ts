import { type EventType, eventCatalogue, eventTypes } from '@gotrs/contract/events'

const nouns: [prefix: string, title: string][] = [
  ['ticket', 'Tickets'],
  ['message', 'Messages'],
  ['note', 'Notes'],
  ['mail', 'Mail'],
  ['user', 'People'],
  ['login', 'Logins'],
  ['session', 'Sessions'],
  ['apiToken', 'API tokens'],
  ['export', 'Exports'],
  ['webhook', 'Webhooks'],
  ['view', 'Views'],
  ['bulk', 'Bulk acts'],
  ['queue', 'Queues'],
  ['organisation', 'Organisations'],
  ['mailbox', 'Mailboxes'],
  ['settings', 'Settings'],
]

export type EventGroup = { title: string; events: { type: EventType; label: string }[] }

/** All events that a webhook can receive, grouped by noun. A noun without a title here shows its own name. */
export function eventGroups(types: readonly EventType[] = eventTypes): EventGroup[] {
  const groups = new Map<string, EventGroup>()
  for (const type of types) {
    const noun = type.slice(0, type.indexOf('.'))
    const title = nouns.find(([prefix]) => prefix === noun)?.[1] ?? noun
    const group = groups.get(noun) ?? { title, events: [] }
    group.events.push({ type, label: eventCatalogue[type].label })
    groups.set(noun, group)
  }
  return [...groups.values()]
}

/** What of these is chosen, with all of a group put in or taken out. */
export function withGroup(chosen: readonly EventType[], group: EventGroup, isIn: boolean): EventType[] {
  const types = group.events.map(({ type }) => type)
  const others = chosen.filter(type => !types.includes(type))
  return isIn ? [...others, ...types] : others
}

/** "Ticket created, Answered and 3 others". */
export function eventsText(types: readonly EventType[]): string {
  const labels = types.slice(0, 2).map(type => eventCatalogue[type].label)
  const others = types.length - labels.length
  if (others === 0) return labels.join(' and ')
  return `${labels.join(', ')} and ${others} ${others === 1 ? 'other' : 'others'}`
}
