import type { UploadedAttachment } from '@gotrs/contract/attachments'
import { describe, expect, it } from 'vitest'
import { type ComposerDraft, mustAskBefore } from './draft.ts'

const note: ComposerDraft = { kind: 'note', html: '', to: ['omar@example.org'], cc: [], bcc: [], files: [] }
const reply: ComposerDraft = { ...note, kind: 'public' }
const file: UploadedAttachment = { id: '1', filename: 'log.txt', size: 3, contentType: 'text/plain' }

describe('mustAskBefore', () => {
  it('asks before a note with text, a file or a file on its way becomes an answer', () => {
    expect(mustAskBefore('public', { ...note, html: '<p>He is lying.</p>' }, false)).toBe(true)
    expect(mustAskBefore('public', { ...note, files: [file] }, false)).toBe(true)
    expect(mustAskBefore('public', note, true)).toBe(true)
  })

  it('asks nothing of an empty note, and nothing on the way from an answer to a note', () => {
    expect(mustAskBefore('public', note, false)).toBe(false)
    expect(mustAskBefore('note', { ...reply, html: '<p>Hello</p>' }, false)).toBe(false)
    expect(mustAskBefore('public', { ...reply, html: '<p>Hello</p>' }, true)).toBe(false)
  })
})
