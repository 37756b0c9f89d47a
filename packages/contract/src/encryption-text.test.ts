import { expect, it } from 'vitest'
import { encryptionText } from './encryption-text.ts'

it('says how a mail is encrypted, and what to open it with: its file, or its text where it has none', () => {
  expect(encryptionText({ encryption: 'smime', text: '' }, true)).toMatch(/S\/MIME .*: download the file below/)
  expect(encryptionText({ encryption: 'pgp', text: '-----BEGIN PGP MESSAGE-----' }, false)).toMatch(
    /OpenPGP .*: copy the text below/,
  )
})

it('says nothing of a mail that is not encrypted, and nothing twice', () => {
  expect(encryptionText({ encryption: null, text: '' }, true)).toBeNull()
  const text = 'This mail is encrypted with S/MIME and cannot be read here. What it holds is attached.'
  expect(encryptionText({ encryption: 'smime', text }, true)).toBeNull()
})
