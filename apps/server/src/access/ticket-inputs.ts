import { eachPlace } from './each-place.ts'
import type { InputsOf } from './inputs.ts'
import type { Place, Scene } from './scene.ts'

const seen = ({ ticketId, version }: Place) => ({ ticketId, version })
const elsewhere = ({ support, billing }: Scene, place: Place) => (place === support ? billing.queueId : support.queueId)
const missingId = ({ missing }: Scene) => missing.messageId

export const ticketInputs = {
  'tickets.list': () => ({ all: {}, search: { q: 'quokka' }, 'by queue': { queue: 'Billing' } }),
  'tickets.get': scene => ({
    ...eachPlace(({ ticketId }) => ({ ticketId }))(scene),
    'support by number': { ticketId: scene.support.number },
    'billing by number': { ticketId: scene.billing.number },
    'missing by number': { ticketId: scene.missing.number },
  }),
  'tickets.create': scene => ({
    'for oneself': { title: 'New', message: 'Please.' },
    'for a customer': { title: 'New', message: 'Please.', customerEmail: 'lena@other.example' },
    'in support': { title: 'New', message: 'Please.', queue: scene.support.queueId },
    'in legal': { title: 'New', message: 'Please.', queue: scene.legal.queueId },
    'missing queue': { title: 'New', message: 'Please.', queue: scene.missing.queueId },
    "with omar's file": { title: 'New', message: 'Please.', attachmentIds: [scene.unsent.omar] },
    "with ana's file": { title: 'New', message: 'Please.', attachmentIds: [scene.unsent.ana] },
    'with the file of a note': { title: 'New', message: 'Please.', attachmentIds: [scene.support.noteFileId] },
    'missing file': { title: 'New', message: 'Please.', attachmentIds: [scene.missing.fileId] },
  }),
  'tickets.assign': scene => ({
    ...eachPlace(place => ({ ...seen(place), assigneeId: scene.world.admin.id }))(scene),
    'billing to ben': { ...seen(scene.billing), assigneeId: scene.world.ben.id },
    'support to ben': { ...seen(scene.support), assigneeId: scene.world.ben.id },
    'support to omar': { ...seen(scene.support), assigneeId: scene.world.omar.id },
    'support to nobody known': { ...seen(scene.support), assigneeId: missingId(scene) },
  }),
  'tickets.take': eachPlace(({ fresh }) => fresh),
  'tickets.open': eachPlace(({ fresh }) => fresh),
  'tickets.setPriority': eachPlace(place => ({ ...seen(place), priority: 'high' })),
  'tickets.move': scene => ({
    ...eachPlace(place => ({ ...seen(place), queueId: elsewhere(scene, place) }))(scene),
    'support to legal': { ...seen(scene.support), queueId: scene.legal.queueId },
    'missing queue': { ...seen(scene.support), queueId: scene.missing.queueId },
  }),
  'tickets.tag': eachPlace(place => ({ ...seen(place), tag: 'vpn' })),
  'tickets.untag': scene => ({
    support: { ...seen(scene.support), tag: 'quokka-support' },
    billing: { ...seen(scene.billing), tag: 'quokka-billing' },
    legal: { ...seen(scene.legal), tag: 'quokka-legal' },
    missing: { ...seen(scene.missing), tag: 'quokka-legal' },
  }),
  'tickets.rename': eachPlace(place => ({ ...seen(place), title: 'Another title' })),
  'tickets.resolve': eachPlace(({ fresh }) => fresh),
  'tickets.close': eachPlace(({ fresh }) => fresh),
  'tickets.reopen': eachPlace(({ resolved }) => resolved),
  'tickets.snooze': eachPlace(place => ({ ...seen(place), until: '2030-01-07T09:00:00.000Z' })),
  'tickets.wake': eachPlace(({ fresh }) => fresh),
  'tickets.delete': eachPlace(({ ticketId }) => ({ ticketId, reason: 'asked for it' })),
  'tickets.addParticipant': eachPlace(({ ticketId }) => ({ ticketId, email: 'vera@home.example' })),
  'tickets.removeParticipant': scene => eachPlace(({ ticketId }) => ({ ticketId, userId: scene.world.nora.id }))(scene),
  'tickets.markRead': eachPlace(({ ticketId }) => ({ ticketId, seenAt: '2026-11-02T10:00:00.000Z' })),
  'messages.get': scene => ({
    ...eachPlace(({ messageId }) => ({ messageId }))(scene),
    'note in support': { messageId: scene.support.noteId },
    'note in billing': { messageId: scene.billing.noteId },
    'held in support': { messageId: scene.support.heldId },
    'held in billing': { messageId: scene.billing.heldId },
  }),
  'messages.list': eachPlace(({ ticketId }) => ({ ticketId })),
  'messages.reply': scene => ({
    ...eachPlace(place => ({ ...seen(place), text: 'One more word.' }))(scene),
    'support without version': { ticketId: scene.support.ticketId, text: 'One more word.' },
    'support with copies': { ...seen(scene.support), text: 'One more word.', cc: ['spy@stranger.example'] },
    'support with the file of another': { ...seen(scene.support), text: 'x', attachmentIds: [scene.unsent.omar] },
  }),
  'messages.addNote': eachPlace(({ ticketId }) => ({ ticketId, text: 'Between us.' })),
  'messages.move': scene => ({
    ...eachPlace(({ messageId, version }) => ({ messageId, version, to: { title: 'Its own' } }))(scene),
    'note in support': { messageId: scene.support.noteId, version: scene.support.version, to: {} },
    'support to billing': moved(scene.support, scene.billing),
    'billing to support': moved(scene.billing, scene.support),
    'billing to legal': moved(scene.billing, scene.legal),
    'missing, for billing': moved(scene.billing, scene.missing),
    'missing, to billing': moved(scene.missing, scene.billing),
  }),
  'messages.accept': scene => ({
    ...eachPlace(({ heldId }) => ({ messageId: heldId }))(scene),
    'as an address of the customer': { messageId: scene.support.heldId, addressOf: scene.world.omar.id },
    'as an address of somebody else': { messageId: scene.support.heldId, addressOf: scene.world.lena.id },
    'missing person': { messageId: scene.support.heldId, addressOf: missingId(scene) },
    'what is not held': { messageId: scene.support.messageId },
  }),
  'messages.split': eachPlace(({ heldId }) => ({ messageId: heldId })),
  'messages.reject': eachPlace(({ heldId }) => ({ messageId: heldId })),
  'messages.moveBack': eachPlace(({ movedId }) => ({ messageId: movedId })),
  'messages.raw': scene => ({
    ...eachPlace(({ messageId }) => ({ messageId }))(scene),
    'missing mail: a note': { messageId: scene.support.noteId },
  }),
  'messages.retryDelivery': eachPlace(({ answerId }) => ({ messageId: answerId })),
  'drafts.get': eachPlace(({ ticketId }) => ({ ticketId })),
  'drafts.update': eachPlace(({ ticketId }) => ({ ticketId, kind: 'public', html: '<p>Soon</p>' })),
  'drafts.delete': eachPlace(({ ticketId }) => ({ ticketId })),
  'tags.list': () => ({ all: {}, text: { text: 'quokka' } }),
  'views.counts': () => ({ all: undefined }),
  'views.create': () => ({
    own: { name: 'Late', q: 'is:open older:7d' },
    shared: { name: 'Late', q: 'is:open', isShared: true },
  }),
  'views.list': () => ({ all: undefined }),
  'views.get': eachView({}),
  'views.update': eachView({ name: 'Later' }),
  'views.delete': eachView({}),
  'events.list': scene => ({
    all: {},
    ...eachPlace(({ ticketId }) => ({ ticket: ticketId }))(scene),
    'after a missing event': { after: scene.missing.ticketId },
  }),
  'live.hints': () => ({ all: {}, 'since an event': { lastEventId: 'x' } }),
} satisfies Record<string, InputsOf>

const moved = ({ messageId, version }: Place, { ticketId }: Place) => ({ messageId, version, to: { ticketId } })

function eachView(part: object): InputsOf {
  return ({ views, missing }) => ({
    "ana's": { viewId: views.ana.id, ...part },
    "ben's": { viewId: views.ben.id, ...part },
    shared: { viewId: views.shared.id, ...part },
    missing: { viewId: missing.ticketId, ...part },
  })
}
