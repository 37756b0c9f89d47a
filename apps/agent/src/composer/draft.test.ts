import type { UploadedAttachment } from '@gotrs/contract/attachments'
import type { Draft } from '@gotrs/contract/drafts'
import type { TimelineEvent } from '@gotrs/contract/events'
import { describe, expect, it } from 'vitest'
import { type ComposerDraft, copiesAfter, isFromMail, mustAskBefore, recipientsAfter } from './draft.ts'

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

describe('copiesAfter', () => {
  const draft = { ...reply, cc: ['nora@example.org', 'typed@example.org'], bcc: ['boss@example.org'] }

  it('adds who joined and takes out who was removed, and leaves what was typed', () => {
    expect(copiesAfter(draft, ['nora@example.org'], ['lena@example.org'])).toEqual([
      'typed@example.org',
      'lena@example.org',
    ])
  })

  it('leaves out who was taken out by hand, and copies nobody twice', () => {
    expect(copiesAfter({ ...draft, cc: [] }, ['nora@example.org'], ['nora@example.org'])).toEqual([])
    expect(copiesAfter(draft, [], ['boss@example.org', 'nora@example.org'])).toEqual(draft.cc)
  })
})

it('knows a draft that came by mail from one that was typed here since, and from a colleague’s', () => {
  const at = '2026-11-22T10:00:00.000Z'
  const kept = { type: 'mail.keptAsDraft', payload: { agentId: 'ana' }, createdAt: at } as unknown as TimelineEvent
  const stored = { updatedAt: at } as Draft
  expect(isFromMail(stored, [kept], 'ana')).toBe(true)
  expect(isFromMail(stored, [kept], 'ben')).toBe(false)
  expect(isFromMail({ ...stored, updatedAt: '2026-11-22T10:00:01.000Z' }, [kept], 'ana')).toBe(false)
  expect(isFromMail(null, [kept], 'ana')).toBe(false)
})

it('follows a new Reply-To of the customer, and keeps recipients that were chosen by hand', () => {
  const [omar, sales] = ['omar@example.org', 'sales@example.org']
  expect(recipientsAfter([omar], [omar], [sales])).toEqual([sales])
  expect(recipientsAfter(['nora@example.org'], [omar], [sales])).toEqual(['nora@example.org'])
  expect(recipientsAfter([], [omar], [sales])).toEqual([])
})
