import { describe, expect, it } from 'vitest'
import { createVault } from './vault.ts'

describe('the vault', () => {
  const vault = createVault('one secret key')

  it('opens what it sealed, and never seals twice alike', () => {
    const sealed = vault.seal('mailbox:1:imap', 'pässword')
    expect(vault.open('mailbox:1:imap', sealed)).toBe('pässword')
    expect(vault.seal('mailbox:1:imap', 'pässword')).not.toEqual(sealed)
    expect(sealed.toString('latin1')).not.toContain('ssword')
  })

  it('opens nothing under another key, for another purpose, or after a change', () => {
    const sealed = vault.seal('mailbox:1:imap', 'secret')
    expect(() => vault.open('mailbox:2:imap', sealed)).toThrow()
    expect(() => createVault('another key').open('mailbox:1:imap', sealed)).toThrow()
    sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1
    expect(() => vault.open('mailbox:1:imap', sealed)).toThrow()
  })

  it('derives the token of a link from its id and the key', () => {
    expect(vault.deriveToken('a')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(vault.deriveToken('a')).toBe(vault.deriveToken('a'))
    expect(vault.deriveToken('a')).not.toBe(vault.deriveToken('b'))
    expect(vault.deriveToken('a')).not.toBe(createVault('another key').deriveToken('a'))
  })
})
