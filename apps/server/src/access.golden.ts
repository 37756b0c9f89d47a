import type { RequiredLogin } from '@gotrs/contract/scopes'

export type Access = 'allowed' | 'not_logged_in' | 'forbidden'

/** `any`: also by a personal API token with the scope. The others: see `RequiredLogin` of the contract. */
type Row = { nobody: Access; customer: Access; agent: Access; admin: Access; by: RequiredLogin }

const row = (nobody: Access, customer: Access, agent: Access, admin: Access): Row => ({
  ...{ nobody, customer, agent, admin },
  by: 'any',
})
const everybody = row('allowed', 'allowed', 'allowed', 'allowed')
const loggedIn = row('not_logged_in', 'allowed', 'allowed', 'allowed')
const staff = row('not_logged_in', 'forbidden', 'allowed', 'allowed')
const admins = row('not_logged_in', 'forbidden', 'forbidden', 'allowed')
/** Not by a token. */
const byLogin = (of: Row): Row => ({ ...of, by: 'login' })
const byBrowser = (of: Row): Row => ({ ...of, by: 'browser' })

/**
 * Who may call which procedure at all. Written by hand and compared with the router: a procedure without a line, or
 * with other rights than its line, fails the test. How far a right reaches is tested beside each use case.
 */
export const accessGolden = {
  'auth.changePassword': byLogin(loggedIn),
  'auth.desk': everybody,
  'auth.revokeSession': loggedIn,
  'auth.issueTokens': everybody,
  'auth.login': everybody,
  'auth.logout': everybody,
  'auth.logoutEverywhere': loggedIn,
  'auth.me': everybody,
  'auth.refreshTokens': everybody,
  'auth.register': everybody,
  'auth.requestPasswordReset': everybody,
  'auth.resetPassword': everybody,
  'auth.sessions': loggedIn,
  'auth.updateProfile': loggedIn,
  'auth.verifyEmail': everybody,
  'developmentInbox.list': byBrowser(admins),
  'drafts.delete': staff,
  'drafts.get': staff,
  'drafts.update': staff,
  'inbound.get': admins,
  'inbound.list': admins,
  'inbound.replay': byLogin(admins),
  'inbound.reroute': byLogin(admins),
  'live.hints': loggedIn,
  'mailboxes.forwardAddresses': byLogin(staff),
  'mailboxes.list': admins,
  'mailboxes.oauthRedirect': admins,
  'mailboxes.create': byLogin(admins),
  'mailboxes.update': byLogin(admins),
  'mailboxes.startOAuth': byLogin(admins),
  'mailboxes.test': byLogin(admins),
  'messages.accept': staff,
  'messages.addNote': staff,
  'messages.get': loggedIn,
  'messages.list': loggedIn,
  'messages.move': staff,
  'messages.moveBack': staff,
  'messages.raw': staff,
  'messages.reject': staff,
  'messages.reply': loggedIn,
  'messages.retryDelivery': loggedIn,
  'messages.split': staff,
  'notifications.get': staff,
  'notifications.update': staff,
  'organisations.list': staff,
  'outbox.cancel': byLogin(admins),
  'outbox.get': admins,
  'outbox.list': admins,
  'outbox.retry': byLogin(admins),
  'queues.create': admins,
  'queues.list': staff,
  'queues.update': admins,
  'settings.get': admins,
  'settings.update': admins,
  'tags.list': staff,
  'tickets.addParticipant': staff,
  'tickets.assign': staff,
  'tickets.begin': staff,
  'tickets.close': staff,
  'tickets.create': loggedIn,
  'tickets.delete': admins,
  'tickets.get': loggedIn,
  'tickets.list': loggedIn,
  'tickets.markRead': staff,
  'tickets.move': staff,
  'tickets.removeParticipant': staff,
  'tickets.rename': staff,
  'tickets.reopen': loggedIn,
  'tickets.resolve': loggedIn,
  'tickets.setPriority': staff,
  'tickets.tag': staff,
  'tickets.take': staff,
  'tickets.untag': staff,
  'tokens.create': byLogin(loggedIn),
  'tokens.list': loggedIn,
  'tokens.revoke': loggedIn,
  'users.create': admins,
  'users.revokeSessions': admins,
  'users.get': loggedIn,
  'users.list': staff,
  'users.sessions': admins,
  'users.update': loggedIn,
  'views.counts': staff,
  'views.delete': staff,
  'views.create': staff,
  'webhooks.deliveries': admins,
  'webhooks.list': admins,
  'webhooks.delete': byLogin(admins),
  'webhooks.renewSecret': byLogin(admins),
  'webhooks.replay': byLogin(admins),
  'webhooks.create': byLogin(admins),
  'webhooks.update': byLogin(admins),
} as const satisfies Record<string, Row>
