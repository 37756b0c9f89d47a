import { describe, expect, it } from 'vitest'
import { hasLoopMark, loopHeader, signLoopMark } from './loop-mark.ts'
import type { MailHeader } from './parsed-mail.ts'

const key = Buffer.alloc(32, 1)
const olderKey = Buffer.alloc(32, 2)
const mailboxAddress = 'Support@gotrs.example'
const signed = (messageId: string, secret = key) => signLoopMark({ messageId, mailboxAddress, secret })
const desk = { addresses: ['sales@gotrs.example', 'support@gotrs.example'], secrets: [key] }
const mark = signed('<1@gotrs.example>')
const withMark = (value: string, name = loopHeader): MailHeader[] => [
  ['Subject', 'Hello'],
  [name, value],
]

describe('the mark of a mail that the desk wrote', () => {
  it('is recognised under its key, in any case of the header', () => {
    expect(hasLoopMark(withMark(mark), desk)).toBe(true)
    expect(hasLoopMark(withMark(` ${mark} `, 'x-gotrs-loop'), desk)).toBe(true)
  })

  it('is recognised after the key is rotated, until the old key is removed', () => {
    const older = signed('<1@gotrs.example>', olderKey)
    expect(hasLoopMark(withMark(older), { ...desk, secrets: [key, olderKey] })).toBe(true)
    expect(hasLoopMark(withMark(older), desk)).toBe(false)
  })

  it('is the same for the same Message-ID, and does not reveal it', () => {
    expect(signed('<1@gotrs.example>')).toBe(mark)
    expect(signed('<2@gotrs.example>')).not.toBe(mark)
    expect(mark).not.toContain('gotrs.example')
  })

  it('is not recognised by another desk with the same key', () => {
    expect(hasLoopMark(withMark(mark), { ...desk, addresses: ['help@other.example'] })).toBe(false)
  })

  it.each([
    ['no signature', 'yes'],
    ['half a signature', mark.slice(0, -2)],
    ['another nonce', `${'0'.repeat(32)}${mark.slice(32)}`],
    ['an empty value', ''],
    ['more than a mark', `${mark} ${mark}`],
  ])('is invalid with %s', (_what, value) => {
    expect(hasLoopMark(withMark(value), desk)).toBe(false)
  })
})
