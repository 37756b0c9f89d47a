import type { Place } from './place.ts'
import type { Scene } from './scene.ts'

export const places = ['support', 'billing', 'legal'] as const
export type PlaceName = (typeof places)[number]

/** Values that can replace each other in an input, by their owner. `missing` is an id that does not exist. */
export type Kind = {
  things: Record<string, unknown>
  /** They are parts of tickets, which only staff may read, or everybody who may read the ticket. */
  readBy?: 'everybody' | 'staff'
}

export function kindsOf(scene: Scene): Kind[] {
  const { support, billing, legal, missing, world, views, tokens, sessions } = scene
  const each = (pick: (place: Place) => unknown) => ({
    ...{ support: pick(support), billing: pick(billing), legal: pick(legal), missing: pick(missing) },
  })
  const ofTicket = (pick: (place: Place) => unknown): Kind => ({ things: each(pick), readBy: 'everybody' })
  const ofStaff = (pick: (place: Place) => unknown): Kind => ({ things: each(pick), readBy: 'staff' })
  const nothing = missing.ticketId
  const { omar, lena, ana, ben } = world
  return [
    ...[ofTicket(it => it.ticketId), ofTicket(it => it.fresh.ticketId), ofTicket(it => it.resolved.ticketId)],
    ...[ofTicket(it => it.number), ofTicket(it => it.messageId), ofTicket(it => it.answerId)],
    ...[ofTicket(it => it.movedId), ofTicket(it => it.fileId), ofStaff(it => it.noteId), ofStaff(it => it.heldId)],
    ...[ofStaff(it => it.noteFileId), ofStaff(it => it.inboundMailId), ofStaff(it => it.outboundMailId)],
    ofStaff(it => it.taggingId),
    { things: each(it => it.queueId) },
    { things: { omar: omar.id, lena: lena.id, ana: ana.id, ben: ben.id, missing: nothing } },
    { things: { omar: scene.unsent.omar, ana: scene.unsent.ana, missing: missing.fileId } },
    { things: { ana: scene.bulk.ana, stopped: scene.bulk.stopped, missing: nothing } },
    { things: { ana: views.ana.id, ben: views.ben.id, shared: views.shared.id, missing: nothing } },
    { things: { omar: tokens.omar.id, ana: tokens.ana.id, missing: nothing } },
    { things: { omar: sessions.omar.name, ana: sessions.ana.name, missing: 'f'.repeat(64) } },
    { things: { own: scene.verifyToken, missing: 'x'.repeat(43) } },
    { things: { own: scene.resetToken, missing: 'x'.repeat(43) } },
    { things: { own: scene.login.refreshToken, missing: 'x'.repeat(43) } },
    { things: { acme: omar.organisationId, missing: nothing } },
    { things: { support: world.mailboxId, missing: nothing } },
    { things: { kept: scene.keptMailId, missing: missing.inboundMailId } },
    { things: { chat: scene.webhook.id, missing: nothing } },
    { things: { failed: scene.deliveryId, missing: nothing } },
  ]
}
