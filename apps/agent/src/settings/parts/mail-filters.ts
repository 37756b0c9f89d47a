import { type InboundOutcome, inboundOutcomes, type ListInboundInput } from '@gotrs/contract/inbound'
import type { ListOutboxInput } from '@gotrs/contract/outbox'

export const inboundStates = ['all', 'quarantined', 'waiting', 'done'] as const
export const outboxStatuses = ['all', 'waiting', 'failed', 'done', 'cancelled'] as const

/** Filters in the URL, so that every list can be shared. Invalid values are ignored. */
export function inboundFilter(search: URLSearchParams): ListInboundInput {
  return {
    state: inboundStates.find(known => known === search.get('state')) ?? 'all',
    ...present({
      outcome: inboundOutcomes.find(known => known === search.get('outcome')) as InboundOutcome | undefined,
      mailboxId: uuidOf(search.get('mailbox')),
      q: textOf(search.get('q')),
      since: dayStart(search.get('since')),
      until: dayEnd(search.get('until')),
    }),
  }
}

export function outboxFilter(search: URLSearchParams): ListOutboxInput {
  return {
    status: outboxStatuses.find(known => known === search.get('status')) ?? 'all',
    ...present({ mailboxId: uuidOf(search.get('mailbox')), q: textOf(search.get('q')) }),
  }
}

const deliveryStatuses = ['all', 'waiting', 'delivered', 'failed'] as const

/** Which deliveries of a webhook the URL asks for. */
export const deliveryStatus = (search: URLSearchParams) =>
  deliveryStatuses.find(known => known === search.get('status')) ?? 'all'

/** The URL with one part of the filter changed; what is empty is left out. */
export function withFilter(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search)
  if (value === null || value === '' || value === 'all') next.delete(name)
  else next.set(name, value)
  return next
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>

const textOf = (text: string | null) => text?.trim().slice(0, 200) || undefined

const uuidOf = (text: string | null) =>
  text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : undefined

/** A day begins and ends where the reader is; the desk does not count the moment of `until` in. */
function dayStart(day: string | null): string | undefined {
  return dayOf(day)?.toISOString()
}

function dayEnd(day: string | null): string | undefined {
  const date = dayOf(day)
  if (!date) return undefined
  date.setDate(date.getDate() + 1)
  return date.toISOString()
}

function dayOf(day: string | null): Date | undefined {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const date = new Date(`${day}T00:00:00`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
