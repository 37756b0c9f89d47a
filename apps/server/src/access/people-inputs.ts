import type { InputsOf } from './inputs.ts'
import { password, type Scene } from './scene.ts'

const omar = 'omar@acme.example'
const newPassword = 'trapeze canoe lentil'
const unknownToken = 'x'.repeat(43)

const eachPerson =
  (more: Record<string, unknown> = {}) =>
  ({ world, missing }: Scene) => ({
    omar: { userId: world.omar.id, ...more },
    ben: { userId: world.ben.id, ...more },
    missing: { userId: missing.ticketId, ...more },
  })

export const peopleInputs = {
  'auth.desk': () => ({ all: undefined }),
  'auth.me': () => ({ own: undefined }),
  'auth.login': () => ({ omar: { email: omar, password } }),
  'auth.logout': () => ({ own: undefined }),
  'auth.logoutEverywhere': () => ({ own: undefined }),
  'auth.register': () => ({ somebody: { name: 'Eve', email: 'eve@new.example', password: newPassword } }),
  'auth.verifyEmail': ({ verifyToken }) => ({
    somebody: { token: verifyToken, password },
    unknown: { token: unknownToken, password },
  }),
  'auth.requestPasswordReset': () => ({ omar: { email: omar } }),
  'auth.resetPassword': ({ resetToken }) => ({
    omar: { token: resetToken, password: newPassword },
    unknown: { token: unknownToken, password: newPassword },
  }),
  'auth.changePassword': () => ({
    own: { currentPassword: password, password: newPassword },
    'not knowing it': { currentPassword: 'guessed wrongly', password: newPassword },
  }),
  'auth.updateProfile': () => ({ own: { name: 'Another Name' } }),
  'auth.sessions': () => ({ own: undefined }),
  'auth.revokeSession': ({ sessions }) => ({
    "omar's": { sessionId: sessions.omar.name },
    "ana's": { sessionId: sessions.ana.name },
    missing: { sessionId: 'f'.repeat(64) },
  }),
  'auth.issueTokens': () => ({ omar: { email: omar, password } }),
  'auth.refreshTokens': ({ login }) => ({
    omar: { refreshToken: login.refreshToken },
    unknown: { refreshToken: unknownToken },
  }),
  'tokens.list': scene => ({ own: {}, ...eachPerson()(scene) }),
  'tokens.create': () => ({ own: { name: 'Script', scopes: ['settings:write'], password } }),
  'tokens.get': ({ tokens, missing }) => ({
    "omar's": { tokenId: tokens.omar.id },
    "ana's": { tokenId: tokens.ana.id },
    missing: { tokenId: missing.ticketId },
  }),
  'tokens.revoke': ({ tokens, missing }) => ({
    "omar's": { tokenId: tokens.omar.id },
    "ana's": { tokenId: tokens.ana.id },
    missing: { tokenId: missing.ticketId },
  }),
  'users.list': () => ({ all: {}, customers: { role: 'customer', text: 'omar' } }),
  'users.get': eachPerson(),
  'users.create': () => ({
    somebody: { name: 'Eve', email: 'eve@new.example', role: 'agent' },
    customer: { name: 'Eve', email: 'eve@new.example', role: 'customer' },
    'customer with a password': { name: 'Eve', email: 'eve@new.example', role: 'customer', password: newPassword },
    'customer of Acme': { name: 'Eve', email: 'eve@acme.example', role: 'customer' },
  }),
  'users.update': scene => ({
    ...eachPerson({ name: 'Another Name' })(scene),
    'role of omar': { userId: scene.world.omar.id, role: 'admin' },
    'role of ben': { userId: scene.world.ben.id, role: 'admin' },
    'missing role': { userId: scene.missing.ticketId, role: 'admin' },
    'queues of ben': { userId: scene.world.ben.id, queueIds: [scene.legal.queueId] },
    'no queues of ben': { userId: scene.world.ben.id, queueIds: [] },
    'organisation of lena': { userId: scene.world.lena.id, organisationId: scene.world.omar.organisationId },
    'no organisation of omar': { userId: scene.world.omar.id, organisationId: null },
    'omar on': { userId: scene.world.omar.id, isActive: true },
    'omar off': { userId: scene.world.omar.id, isActive: false },
  }),
  'users.sessions': eachPerson(),
  'users.revokeSessions': eachPerson(),
  'organisations.list': () => ({ all: {} }),
  'organisations.create': () => ({ one: { name: 'Globex' }, shared: { name: 'Globex', isShared: true } }),
  'organisations.update': ({ world, missing }) => ({
    acme: { organisationId: world.omar.organisationId, name: 'Acme Ltd' },
    missing: { organisationId: missing.ticketId, name: 'Nobody' },
  }),
  'organisations.delete': ({ world, missing }) => ({
    acme: { organisationId: world.omar.organisationId },
    missing: { organisationId: missing.ticketId },
  }),
  'organisations.get': ({ world, missing }) => ({
    acme: { organisationId: world.omar.organisationId },
    missing: { organisationId: missing.ticketId },
  }),
  'notifications.get': () => ({ own: undefined }),
  'notifications.update': () => ({ own: { isMailed: true } }),
} satisfies Record<string, InputsOf>
