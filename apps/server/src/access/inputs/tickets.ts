import type { InputsOf } from '../input-types.ts'

const ticketOf = (s: { ticket: string; version: number }) => ({ ticketId: s.ticket, version: s.version })
const newTicketOf = (s: { newTicket: string; version: number }) => ({ ticketId: s.newTicket, version: s.version })
const words = { title: 'New', message: 'Please.' }

export const tickets = {
  list: { all: () => ({}), search: () => ({ q: 'quokka' }), 'by queue': () => ({ queue: 'Billing' }) },
  counts: () => undefined,
  get: { 'by id': s => ({ ticketId: s.ticket }), 'by number': s => ({ ticketId: s.number }) },
  create: {
    'for oneself': () => words,
    'for a customer': () => ({ ...words, customerEmail: 'lena@other.example' }),
    'from a draft': () => ({ ...words, endsDraft: true }),
    'in a queue': s => ({ ...words, queue: s.queue }),
    'in a queue by its name': () => ({ ...words, queue: 'Legal' }),
    'with a file': s => ({ ...words, attachmentIds: [s.unsent.omar] }),
    'with the file of a note': s => ({ ...words, attachmentIds: [s.noteFile] }),
  },
  assign: {
    'to an admin': s => ({ ...ticketOf(s), assigneeId: s.world.admin.id }),
    'to somebody': s => ({ ...ticketOf(s), assigneeId: s.agent }),
    'to ben, who may': s => ({ ...ticketOf(s), ticketId: s.billing.ticketId, assigneeId: s.world.ben.id }),
  },
  take: newTicketOf,
  open: newTicketOf,
  snooze: s => ({ ...ticketOf(s), until: '2030-01-07T09:00:00.000Z' }),
  // The new ticket of each queue is snoozed.
  wake: newTicketOf,
  setPriority: s => ({ ...ticketOf(s), priority: 'high' }),
  move: {
    'to billing': s => ({ ...ticketOf(s), queueId: s.billing.queueId }),
    'from billing': s => ({ ...ticketOf(s), ticketId: s.billing.ticketId, queueId: s.queue }),
  },
  tag: s => ({ ...ticketOf(s), tag: 'vpn' }),
  untag: {
    'of support': s => ({ ...ticketOf(s), tag: 'quokka-support' }),
    'of billing': s => ({ ...ticketOf(s), ticketId: s.billing.ticketId, tag: 'quokka-billing' }),
    'of legal': s => ({ ...ticketOf(s), ticketId: s.legal.ticketId, tag: 'quokka-legal' }),
  },
  rename: s => ({ ...ticketOf(s), title: 'Another title' }),
  resolve: newTicketOf,
  close: newTicketOf,
  reopen: s => ({ ticketId: s.resolvedTicket, version: s.version }),
  delete: s => ({ ticketId: s.ticket, reason: 'asked for it' }),
  undo: {
    'of support': s => ({ ticketId: s.ticket, eventId: s.tagging }),
    'of billing': s => ({ ticketId: s.billing.ticketId, eventId: s.billing.taggingId }),
  },
  addParticipant: s => ({ ticketId: s.ticket, email: 'vera@home.example' }),
  removeParticipant: s => ({ ticketId: s.ticket, userId: s.world.nora.id }),
  follow: {
    'by oneself': s => ({ ticketId: s.ticket }),
    'an agent of both queues': s => ({ ticketId: s.ticket, userId: s.world.ana.id }),
  },
  // All staff follow the new ticket of each queue, also those who may not read it.
  unfollow: s => ({ ticketId: s.newTicket }),
  markRead: s => ({ ticketId: s.ticket, seenAt: '2026-11-02T10:00:00.000Z' }),
} satisfies InputsOf<'tickets'>
