import type { InputsOf } from '../input-types.ts'

export const inbound = {
  list: { all: () => ({}), search: () => ({ q: 'quokka' }) },
  get: s => ({ mailId: s.inboundMail }),
  replay: { filed: s => ({ mailId: s.inboundMail }), 'kept back': s => ({ mailId: s.keptMailId }) },
  reroute: {
    'kept back, to a ticket': s => ({ mailId: s.keptMailId, to: { ticketId: s.ticket } }),
    'kept back, to a queue': s => ({ mailId: s.keptMailId, to: { queueId: s.queue } }),
    'filed already': s => ({ mailId: s.inboundMail, to: { ticketId: s.ticket } }),
  },
} satisfies InputsOf<'inbound'>
