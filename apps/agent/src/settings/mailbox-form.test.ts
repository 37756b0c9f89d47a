import { saveMailboxInput } from '@gotrs/contract/mailboxes'
import { expect, it } from 'vitest'
import { emptyMailbox, fieldsOf, inputOf, nameFor } from './mailbox-form.ts'

const queueId = '019ab8f0-0000-7000-8000-000000000001'
const fields = { ...emptyMailbox, address: 'support@gotrs.example', displayName: 'Support', queueId }

it('sends what the contract takes', () => {
  const imap = { ...fields.imap, isUsed: true, host: ' mail.example ', user: 'support', password: '' }
  const parsed = saveMailboxInput.parse(inputOf({ ...fields, imap }, undefined))
  expect(parsed).toMatchObject({
    name: 'support',
    imap: { host: 'mail.example', port: 993, folder: 'INBOX' },
    smtp: null,
  })
  expect(parsed.imap).not.toHaveProperty('password')
})

it('never puts a password into the fields', () => {
  const stored = {
    ...{
      id: queueId,
      name: 'support',
      address: 'a@b.example',
      aliases: [],
      displayName: 'A',
      isActive: true,
      imap: null,
    },
    queue: { id: queueId, name: 'IT' },
    smtp: { host: 'h', port: 465, tls: 'tls' as const, user: 'u', hasPassword: true },
    state: { lastReadAt: null, lastError: null, lastErrorAt: null },
  }
  expect(fieldsOf(stored).smtp).toMatchObject({ isUsed: true, user: 'u', password: '' })
  expect(fieldsOf(stored).imap.isUsed).toBe(false)
})

it.each([
  ['Support.Team+x@a.example', 'support-team-x'],
  ['--@a.example', 'mailbox'],
  ['', 'mailbox'],
])('names the mailbox of %s %s', (address, name) => expect(nameFor(address)).toBe(name))
