import { createCipheriv, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVault, sealedKeyId, secretKeyId, UnknownSecretKeyError } from './vault.ts'

const vaultOf = (first: string, ...old: string[]) => createVault(() => [first, ...old])

describe('the vault', () => {
  const vault = vaultOf('one secret key')

  it('opens what it sealed, and seals one text differently each time', () => {
    const sealed = vault.seal('mailbox:1:imap', 'pässword')
    expect(vault.open('mailbox:1:imap', sealed)).toBe('pässword')
    expect(vault.seal('mailbox:1:imap', 'pässword')).not.toEqual(sealed)
    expect(sealed.toString('latin1')).not.toContain('ssword')
  })

  it('seals a text to equal bytes with sealAlike, and other texts and purposes to different bytes', () => {
    const sealed = vault.sealAlike('a', 'one')
    expect(vault.open('a', sealed)).toBe('one')
    expect(vault.sealAlike('a', 'one')).toEqual(sealed)
    const ivOf = (bytes: Buffer) => bytes.toString('hex', 7, 19)
    const others = [vault.sealAlike('a', 'two'), vault.sealAlike('b', 'one'), vaultOf('other').sealAlike('a', 'one')]
    expect(new Set([sealed, ...others].map(ivOf)).size).toBe(4)
  })

  it('does not open with another key, for another purpose, or after a change', () => {
    const sealed = vault.seal('mailbox:1:imap', 'secret')
    expect(() => vault.open('mailbox:2:imap', sealed)).toThrow()
    expect(() => vaultOf('another key').open('mailbox:1:imap', sealed)).toThrow()
    sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1
    expect(() => vault.open('mailbox:1:imap', sealed)).toThrow()
  })

  it('derives the token of a link from its id and the key', () => {
    expect(vault.deriveToken('a')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(vault.deriveToken('a')).toBe(vault.deriveToken('a'))
    expect(vault.deriveToken('a')).not.toBe(vault.deriveToken('b'))
    expect(vault.deriveToken('a')).not.toBe(vaultOf('another key').deriveToken('a'))
  })
})

describe('the vault with an old key', () => {
  const before = vaultOf('the old key')
  const vault = vaultOf('the new key', 'the old key')

  it('seals with the current key and opens what either key sealed', () => {
    const [old, now] = [before.seal('a', 'one'), vault.seal('a', 'two')]
    expect([sealedKeyId(old), sealedKeyId(now)]).toEqual([secretKeyId('the old key'), secretKeyId('the new key')])
    expect([vault.open('a', old), vault.open('a', now)]).toEqual(['one', 'two'])
    expect(() => vault.open('b', old)).toThrow()
  })

  it('opens what was sealed before keys had ids, with either key', () => {
    const sealed = sealedWithoutId('the old key', 'a', 'one')
    expect(sealedKeyId(sealed)).toBeNull()
    expect(vault.open('a', sealed)).toBe('one')
    expect(before.open('a', sealed)).toBe('one')
    expect(() => vaultOf('the new key').open('a', sealed)).toThrow()
  })

  it('names the key that is missing', () => {
    const sealed = vault.seal('a', 'two')
    const missing = { name: 'UnknownSecretKeyError', keyId: secretKeyId('the new key') }
    expect(() => before.open('a', sealed)).toThrow(expect.objectContaining(missing))
    expect(() => before.open('a', sealed)).toThrow(UnknownSecretKeyError)
    expect(before.accessKeyOf(secretKeyId('the new key'))).toBeNull()
  })

  it('returns tokens and signatures of both keys, the current key first', () => {
    expect(vault.deriveTokens('t')).toEqual([vaultOf('the new key').deriveToken('t'), before.deriveToken('t')])
    expect(vault.replyKeys).toEqual([vault.replyKey, before.replyKey])
    expect(vault.accessKeyOf(secretKeyId('the old key'))).toEqual(before.accessKey)
    expect(vault.accessKeyOf(undefined), 'a token from before keys had ids').toEqual(before.accessKey)
  })

  it('reads the keys again when a value names an unknown key', () => {
    let keys: [string, ...string[]] = ['the old key']
    const running = createVault(({ isStale = false } = {}) => {
      if (isStale) keys = ['the new key', 'the old key']
      return keys
    })
    expect(running.open('a', vault.seal('a', 'two'))).toBe('two')
    expect(running.keyIds[0]).toBe(secretKeyId('the new key'))
  })
})

function sealedWithoutId(secretKey: string, purpose: string, text: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'gotrs', 'seal', 32))
  const iv = Buffer.alloc(12, 1)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}
