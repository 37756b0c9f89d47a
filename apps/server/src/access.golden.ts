export type Access = 'allowed' | 'not_logged_in' | 'forbidden'

const row = (nobody: Access, customer: Access, agent: Access, admin: Access) => ({ nobody, customer, agent, admin })
const everybody = row('allowed', 'allowed', 'allowed', 'allowed')
const loggedIn = row('not_logged_in', 'allowed', 'allowed', 'allowed')
const staff = row('not_logged_in', 'forbidden', 'allowed', 'allowed')
const admins = row('not_logged_in', 'forbidden', 'forbidden', 'allowed')

/**
 * Who may call which procedure at all. Written by hand and compared with the router: a procedure without a line, or
 * with other rights than its line, fails the test. How far a right reaches is tested beside each use case.
 */
export const accessGolden = {
  'auth.changePassword': loggedIn,
  'auth.desk': everybody,
  'auth.endSession': loggedIn,
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
  'drafts.discard': staff,
  'drafts.get': staff,
  'drafts.save': staff,
  'inbound.get': admins,
  'inbound.list': admins,
  'live.hints': loggedIn,
  'mailboxes.list': admins,
  'mailboxes.save': admins,
  'messages.addNote': staff,
  'messages.list': loggedIn,
  'messages.move': staff,
  'messages.moveBack': staff,
  'messages.raw': staff,
  'messages.reply': loggedIn,
  'notifications.get': staff,
  'notifications.save': staff,
  'organisations.list': staff,
  'outbox.get': admins,
  'outbox.list': admins,
  'queues.create': admins,
  'queues.list': staff,
  'queues.update': admins,
  'tags.list': staff,
  'tickets.assign': staff,
  'tickets.close': staff,
  'tickets.create': loggedIn,
  'tickets.get': loggedIn,
  'tickets.list': loggedIn,
  'tickets.markRead': staff,
  'tickets.move': staff,
  'tickets.rename': staff,
  'tickets.reopen': loggedIn,
  'tickets.resolve': loggedIn,
  'tickets.setPriority': staff,
  'tickets.tag': staff,
  'tickets.take': staff,
  'tickets.untag': staff,
  'tokens.create': loggedIn,
  'tokens.list': loggedIn,
  'tokens.revoke': loggedIn,
  'users.create': admins,
  'users.list': staff,
  'views.counts': staff,
  'views.remove': staff,
  'views.save': staff,
} as const satisfies Record<string, ReturnType<typeof row>>
