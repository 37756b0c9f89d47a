import type { Mailbox } from '@gotrs/contract/mailboxes'
import { expect, it } from 'vitest'
import { mailboxState } from './mailbox-state.ts'

const imap = { host: 'h', port: 993, tls: 'tls' as const, user: 'u', folder: 'INBOX', hasPassword: true }
const mailbox = (patch: Partial<Mailbox>, state: Partial<Mailbox['state']> = {}) =>
  ({
    isActive: true,
    imap,
    smtp: null,
    state: { lastReadAt: null, lastError: null, lastErrorAt: null, ...state },
    ...patch,
  }) as Mailbox

it('shows what to do about an error, with the words of the server', () => {
  const shown = mailboxState(
    mailbox({}, { lastError: 'connect ECONNREFUSED 10.0.0.1:993', lastErrorAt: '2026-01-02T00:00:00.000Z' }),
  )
  expect(shown.kind).toBe('trouble')
  expect(shown.detail).toMatch(/the host, the port.*ECONNREFUSED/)
})

it('hides an error once the mailbox was read after it', () => {
  const read = { lastError: 'x', lastErrorAt: '2026-01-01T00:00:00.000Z', lastReadAt: '2026-01-02T00:00:00.000Z' }
  expect(mailboxState(mailbox({}, read)).text).toBe('Works')
})

it('says when it is off, new, or without IMAP', () => {
  expect(mailboxState(mailbox({ isActive: false })).text).toBe('Switched off')
  expect(mailboxState(mailbox({})).text).toBe('Not read yet')
  expect(mailboxState(mailbox({ imap: null })).text).toMatch(/SMTP/)
})
