import { createMailboxInput, type Mailbox } from '@gotrs/contract/mailboxes'
import { expect, it } from 'vitest'
import { emptyMailbox, fieldsOf, inputOf, nameFor, withPreset } from './mailbox-form.ts'

const queueId = '019ab8f0-0000-7000-8000-000000000001'
const fields = { ...emptyMailbox, address: 'support@gotrs.example', displayName: 'Support', queueId }

it('sends what the contract takes', () => {
  const imap = { ...fields.imap, isUsed: true, host: ' mail.example ', user: 'support', password: '' }
  const parsed = createMailboxInput.parse(inputOf({ ...fields, imap }, undefined))
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
    smtp: { host: 'h', port: 465, tls: 'tls' as const, auth: 'password' as const, user: 'u', hasPassword: true },
    ...{ oauth: null, signature: '', hourlyLimit: null, authservId: '' },
  } as unknown as Mailbox
  expect(fieldsOf(stored).smtp).toMatchObject({ isUsed: true, user: 'u', password: '' })
  expect(fieldsOf(stored).imap.isUsed).toBe(false)
})

it('leaves out a moment that nobody changed, so that the server keeps it or takes its own', () => {
  const stored = { id: queueId, takesMailFrom: '2026-11-30T10:00:07.123Z' } as Mailbox
  const kept = { ...fields, takesMailFrom: stored.takesMailFrom }
  expect(inputOf(kept, stored)).not.toHaveProperty('takesMailFrom')
  expect(inputOf(fields, undefined)).not.toHaveProperty('takesMailFrom')
  const moved = { ...fields, takesMailFrom: '2026-01-01T00:00:00.000Z' }
  expect(createMailboxInput.parse(inputOf(moved, stored))).toMatchObject({
    takesMailFrom: '2026-01-01T00:00:00.000Z',
  })
})

it.each([
  ['Support.Team+x@a.example', 'support-team-x'],
  ['--@a.example', 'mailbox'],
  ['', 'mailbox'],
])('names the mailbox of %s %s', (address, name) => expect(nameFor(address)).toBe(name))

it('knows the servers of a provider by the domain, and how to sign in there', () => {
  const filled = withPreset({ ...fields, address: 'desk@gmail.com' })
  expect(filled).toMatchObject({
    imap: { isUsed: true, host: 'imap.gmail.com', port: 993, auth: 'oauth2', user: 'desk@gmail.com' },
    smtp: { isUsed: true, host: 'smtp.gmail.com' },
    oauth: { provider: 'google' },
  })
  const unknown = { ...fields, address: 'desk@constructor' }
  expect(withPreset(unknown)).toBe(unknown)
})

it('sends the app at the provider only where somebody signs in by it, and no password with it', () => {
  const filled = withPreset({ ...fields, address: 'desk@firm.onmicrosoft.com' })
  const oauth = { ...filled.oauth, clientId: ' app ', clientSecret: 's', tenant: 'firm', tokenUrl: 'https://x.example' }
  const imap = { ...filled.imap, password: 'left over' }
  const parsed = createMailboxInput.parse(inputOf({ ...filled, imap, oauth }, undefined))
  expect(parsed.oauth).toMatchObject({ provider: 'microsoft', clientId: 'app', tenant: 'firm', tokenUrl: '' })
  expect(parsed.imap).not.toHaveProperty('password')
  const byPassword = { ...filled, imap: { ...imap, auth: 'password' as const }, smtp: fields.smtp, oauth }
  expect(inputOf(byPassword, undefined).oauth).toBeNull()
})
