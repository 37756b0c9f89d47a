import { type Action, permissions } from '@gotrs/contract/permissions'
import { type Scope, scopeOf, scopes } from '@gotrs/contract/scopes'

/** What each scope allows, for the one who ticks it. */
export const scopeWords = {
  'tickets:read': {
    label: 'Read tickets',
    detail: 'Tickets with their messages, notes and files, plus queues, tags and views',
  },
  'tickets:write': {
    label: 'Work on tickets',
    detail:
      'Create, tag, resolve and (if you may) delete tickets; upload files. With “Read tickets” also reply, assign and move',
  },
  'events:read': {
    label: 'Read events',
    detail: 'What happened to the tickets that you may read, as ids and fixed words; for admins also the audit log',
  },
  'users:read': { label: 'Read people', detail: 'Customers, colleagues and organisations' },
  'users:write': {
    label: 'Change people',
    detail: 'Names and customer accounts that you may change, but not roles, queues or organisations',
  },
  'account:write': {
    label: 'Manage your own account',
    detail: 'Your name, notifications, sessions and token list. It cannot create tokens',
  },
  'mail:read': {
    label: 'Read mail',
    detail: 'Incoming and outgoing mail, with content and original',
  },
  'settings:read': { label: 'Read settings', detail: 'Mailboxes, webhooks and general settings' },
  'settings:write': {
    label: 'Change settings',
    detail: 'Queues, general settings and shared views',
  },
} as const satisfies Record<Scope, { label: string; detail: string }>

type Staff = 'admin' | 'agent'

/** The scopes that give somebody of this role anything at all, as the permission table has it. */
export function scopesFor(role: Staff): Scope[] {
  const actions = (Object.keys(scopeOf) as Action[]).filter(action => permissions[action][role] !== 'none')
  return scopes.filter(scope => actions.some(action => scopeOf[action] === scope))
}

/** "Read tickets, work on tickets", in the order of the form. */
export function scopesText(given: readonly Scope[]): string {
  const words = scopes.filter(scope => given.includes(scope)).map(scope => scopeWords[scope].label)
  const [first = '', ...others] = words
  return [first, ...others.map(word => word.charAt(0).toLowerCase() + word.slice(1))].join(', ')
}

export const lifetimes = [
  { value: '30', label: 'After 30 days' },
  { value: '90', label: 'After 90 days' },
  { value: '365', label: 'After a year' },
  { value: 'never', label: 'Never' },
] as const
export type Lifetime = (typeof lifetimes)[number]['value']

/** The moment at which a token made now ends; null for one that works until it is revoked. */
export const endOf = (lifetime: Lifetime, now: number): string | null =>
  lifetime === 'never' ? null : new Date(now + Number(lifetime) * 86_400_000).toISOString()
