import type { Inputs, InputsOf } from '../input-types.ts'
import { secretMailStates } from '../secret-mails.ts'

/** One of a ticket, and one with a reset link in each state. */
const eachMail: Inputs = {
  'of a ticket': s => ({ mailId: s.outboundMail }),
  ...Object.fromEntries(
    secretMailStates.map(state => [`secret, ${state}`, s => ({ mailId: s.secretMails[state] })] as const),
  ),
}

export const outbox = {
  list: { all: () => ({}), search: () => ({ q: 'quokka' }) },
  get: eachMail,
  retry: eachMail,
  cancel: { 'secret, queued': s => ({ mailId: s.secretMails.queued }), ...eachMail },
} satisfies InputsOf<'outbox'>
