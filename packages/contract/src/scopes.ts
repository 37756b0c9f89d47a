import type { Action } from './permissions.ts'

/** What a personal API token may be used for. It never reaches further than its owner does. */
export const scopes = [
  'tickets:read',
  'tickets:write',
  'users:read',
  'users:write',
  'account:write',
  'mail:read',
  'settings:read',
  'settings:write',
] as const
export type Scope = (typeof scopes)[number]

/** What a token must carry for each action of the permission table. A new action does not compile until it has a line. */
export const scopeOf = {
  'ticket.read': 'tickets:read',
  'ticket.readStaff': 'tickets:read',
  'message.readRaw': 'mail:read',
  'ticket.create': 'tickets:write',
  'ticket.createForCustomer': 'tickets:write',
  'ticket.reply': 'tickets:write',
  'ticket.note': 'tickets:write',
  'ticket.assign': 'tickets:write',
  'ticket.setPriority': 'tickets:write',
  'ticket.move': 'tickets:write',
  'ticket.moveMessage': 'tickets:write',
  'ticket.decideHeld': 'tickets:write',
  'ticket.addParticipant': 'tickets:write',
  'ticket.tag': 'tickets:write',
  'ticket.rename': 'tickets:write',
  'ticket.resolve': 'tickets:write',
  'ticket.close': 'tickets:write',
  'ticket.reopen': 'tickets:write',
  'ticket.delete': 'tickets:write',
  'attachment.upload': 'tickets:write',
  'account.manage': 'account:write',
  'account.changePassword': 'account:write',
  'token.create': 'account:write',
  'user.read': 'users:read',
  'user.rename': 'users:write',
  'user.list': 'users:read',
  'user.create': 'users:write',
  'user.update': 'users:write',
  'user.appoint': 'users:write',
  'organisation.list': 'users:read',
  'queue.list': 'tickets:read',
  'queue.create': 'settings:write',
  'queue.update': 'settings:write',
  'tag.list': 'tickets:read',
  'view.use': 'tickets:read',
  'view.share': 'settings:write',
  'draft.use': 'tickets:write',
  'mailbox.list': 'settings:read',
  'mailbox.manage': 'settings:write',
  'mailbox.forward': 'tickets:read',
  'outbox.read': 'mail:read',
  'outbox.manage': 'settings:write',
  'inbound.read': 'mail:read',
  'inbound.manage': 'settings:write',
  'developmentInbox.read': 'mail:read',
  'settings.read': 'settings:read',
  'settings.manage': 'settings:write',
  'notification.manage': 'account:write',
  'webhook.read': 'settings:read',
  'webhook.manage': 'settings:write',
  'live.watch': 'tickets:read',
} as const satisfies Record<Action, Scope>

/** Actions that show a ticket to more people: by mail, in copy, or in the queue of other staff. */
const showingTickets: ReadonlySet<Action> = new Set<Action>([
  'ticket.reply',
  'ticket.assign',
  'ticket.move',
  'ticket.moveMessage',
  'ticket.decideHeld',
  'ticket.addParticipant',
])

/**
 * All that a token must carry for an action. One that may not read a ticket does not show it to others either: it would
 * read with their eyes.
 */
export const scopesFor = (action: Action): Scope[] =>
  showingTickets.has(action) ? [scopeOf[action], 'tickets:read'] : [scopeOf[action]]

/**
 * With what somebody has to have logged in for an action:
 * - `any`: also by a personal API token with the scope
 * - `login`: by a browser or by an API login with a password. What outlives a token, or reaches further than its scopes,
 *   is not done by a token.
 * - `recentLogin`: as `login`, and an API login gave its password within the last quarter of an hour: a stolen refresh
 *   token is not enough
 * - `browser`: by the session of a browser alone
 */
export type RequiredLogin = 'any' | 'login' | 'recentLogin' | 'browser'

/** The login that each action needs. A new action does not compile until it has a line. */
export const loginFor = {
  'ticket.read': 'any',
  'ticket.readStaff': 'any',
  'message.readRaw': 'any',
  'ticket.create': 'any',
  'ticket.createForCustomer': 'any',
  'ticket.reply': 'any',
  'ticket.note': 'any',
  'ticket.assign': 'any',
  'ticket.setPriority': 'any',
  'ticket.move': 'any',
  'ticket.moveMessage': 'any',
  'ticket.decideHeld': 'any',
  'ticket.addParticipant': 'any',
  'ticket.tag': 'any',
  'ticket.rename': 'any',
  'ticket.resolve': 'any',
  'ticket.close': 'any',
  'ticket.reopen': 'any',
  'ticket.delete': 'any',
  'attachment.upload': 'any',
  'account.manage': 'any',
  'account.changePassword': 'login',
  'token.create': 'login',
  'user.read': 'any',
  'user.rename': 'any',
  'user.list': 'any',
  'user.create': 'any',
  'user.update': 'any',
  'user.appoint': 'recentLogin',
  'organisation.list': 'any',
  'queue.list': 'any',
  'queue.create': 'any',
  'queue.update': 'any',
  'tag.list': 'any',
  'view.use': 'any',
  'view.share': 'any',
  'draft.use': 'any',
  'mailbox.list': 'any',
  'mailbox.manage': 'login',
  'mailbox.forward': 'login',
  'outbox.read': 'any',
  'outbox.manage': 'login',
  'inbound.read': 'any',
  'inbound.manage': 'login',
  'developmentInbox.read': 'browser',
  'settings.read': 'any',
  'settings.manage': 'any',
  'notification.manage': 'any',
  'webhook.read': 'any',
  'webhook.manage': 'login',
  'live.watch': 'any',
} as const satisfies Record<Action, RequiredLogin>
