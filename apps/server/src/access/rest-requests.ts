import type { RestRoute } from '../rest/route.ts'
import { eachPlace } from './each-place.ts'
import { type InputsOf, inputs } from './inputs.ts'
import type { Scene } from './scene.ts'

export type RestInput = {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: Record<string, unknown>
}

/** Rows that do more than call one procedure: what they are asked, field by field. */
const own: Record<string, InputsOf> = {
  'post /api/tickets': ({ support, legal, missing }) => ({
    'for oneself': { title: 'New', message: 'Please.' },
    'for a customer': { title: 'New', message: 'Please.', customerEmail: 'lena@other.example' },
    'in support': { title: 'New', message: 'Please.', queue: support.queueId },
    'in legal by its name': { title: 'New', message: 'Please.', queue: 'Legal' },
    'in legal': { title: 'New', message: 'Please.', queue: legal.queueId },
    'missing queue': { title: 'New', message: 'Please.', queue: missing.queueId },
    'missing name': { title: 'New', message: 'Please.', queue: 'Nothing' },
  }),
  'put /api/tickets/{ticketId}': scene => ({
    ...eachPlace(({ fresh }) => ({ ticketId: fresh.ticketId, status: 'resolved' }))(scene),
    'support reopened': { ticketId: scene.support.resolved.ticketId, status: 'open' },
    'support closed': { ticketId: scene.support.fresh.ticketId, status: 'closed' },
    'support, fields of staff': { ticketId: scene.support.ticketId, priority: 'high', tags: ['vpn'] },
    'support, nothing': { ticketId: scene.support.ticketId },
    'billing, nothing': { ticketId: scene.billing.ticketId },
    'missing, nothing': { ticketId: scene.missing.ticketId },
    'missing, fields of staff': { ticketId: scene.missing.ticketId, priority: 'high' },
    'billing, fields of staff': { ticketId: scene.billing.ticketId, priority: 'high' },
    'support into legal': { ticketId: scene.support.ticketId, queueId: scene.legal.queueId },
  }),
  'post /api/tickets/{ticketId}/messages': scene => ({
    ...eachPlace(({ ticketId }) => ({ ticketId, text: 'One more word.' }))(scene),
    'note in support': { ticketId: scene.support.ticketId, text: 'Between us.', kind: 'note' },
    'note in billing': { ticketId: scene.billing.ticketId, text: 'Between us.', kind: 'note' },
    'missing, note': { ticketId: scene.missing.ticketId, text: 'Between us.', kind: 'note' },
  }),
  'put /api/tickets/{ticketId}/assignee/me': eachPlace(({ fresh }) => ({ ticketId: fresh.ticketId })),
  'post /api/users': inputs['users.create'],
}

/** What is asked of a row, by the name of what it is asked of: the inputs of its procedure, spread over path, query and body. */
export function requestsOf(row: RestRoute, scene: Scene): Record<string, RestInput> {
  const key = `${row.method} ${row.path}`
  const [procedure = ''] = row.procedures
  const make = own[key] ?? inputs[procedure as keyof typeof inputs]
  const requests = Object.entries((make?.(scene) ?? {}) as Record<string, Record<string, unknown> | undefined>)
  return Object.fromEntries(requests.map(([target, input]) => [target, spread(row, input ?? {})]))
}

function spread({ params, query }: RestRoute, input: Record<string, unknown>): RestInput {
  const pick = (isIn: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(input).filter(([name]) => isIn(name)))
  const isParam = (name: string) => Object.hasOwn(params?.shape ?? {}, name)
  const isQuery = (name: string) => !isParam(name) && Object.hasOwn(query?.shape ?? {}, name)
  return { params: pick(isParam), query: pick(isQuery), body: pick(name => !isParam(name) && !isQuery(name)) }
}
