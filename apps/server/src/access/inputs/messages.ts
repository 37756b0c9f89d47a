import type { InputsOf } from '../input-types.ts'

export const messages = {
  get: {
    public: s => ({ messageId: s.message }),
    note: s => ({ messageId: s.note }),
    held: s => ({ messageId: s.held }),
  },
  list: s => ({ ticketId: s.ticket }),
  reply: {
    'as read': s => ({ ticketId: s.ticket, version: s.version, text: 'One more word.' }),
    'without a version': s => ({ ticketId: s.ticket, text: 'One more word.' }),
    'with copies': s => ({ ticketId: s.ticket, version: s.version, text: 'x', cc: ['spy@stranger.example'] }),
    'with a file': s => ({ ticketId: s.ticket, version: s.version, text: 'x', attachmentIds: [s.unsent.omar] }),
  },
  addNote: s => ({ ticketId: s.ticket, text: 'Between us.' }),
  move: {
    'to a new ticket': s => ({ messageId: s.message, version: s.version, to: { title: 'Its own' } }),
    note: s => ({ messageId: s.note, version: s.version, to: {} }),
    'to a ticket': s => ({ messageId: s.message, version: s.version, to: { ticketId: s.billing.ticketId } }),
    'from billing': s => ({ messageId: s.billing.messageId, version: s.version, to: { ticketId: s.ticket } }),
  },
  accept: {
    held: s => ({ messageId: s.held }),
    'as an address of somebody': s => ({ messageId: s.held, addressOf: s.customer }),
    'in billing, as an address of somebody': s => ({ messageId: s.billing.heldId, addressOf: s.world.lena.id }),
    'what is not held': s => ({ messageId: s.message }),
  },
  split: s => ({ messageId: s.held }),
  reject: s => ({ messageId: s.held }),
  moveBack: s => ({ messageId: s.moved }),
  raw: { mail: s => ({ messageId: s.message }), 'missing, since a note is no mail': s => ({ messageId: s.note }) },
  retryDelivery: s => ({ messageId: s.answer }),
} satisfies InputsOf<'messages'>
