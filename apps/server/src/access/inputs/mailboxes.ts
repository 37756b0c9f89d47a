import type { InputsOf } from '../input-types.ts'

const mailbox = (name: string) => ({ name, address: `${name}@gotrs.example`, displayName: 'Northwind' })
/** Inside the network of the desk: rejected before anything is connected to. */
const imap = { host: '127.0.0.1', port: 993, tls: 'tls', user: 'support', folder: 'INBOX', password: 'x' }

export const mailboxes = {
  list: () => undefined,
  get: s => ({ mailboxId: s.mailbox }),
  create: s => ({ ...mailbox('new'), queueId: s.queue }),
  update: s => ({ ...mailbox('support'), mailboxId: s.mailbox, queueId: s.queue }),
  test: { unsaved: () => ({ imap }), saved: s => ({ mailboxId: s.mailbox, imap }) },
  startOAuth: s => ({ mailboxId: s.mailbox }),
  oauthRedirect: () => undefined,
  forwardAddresses: () => undefined,
} satisfies InputsOf<'mailboxes'>
