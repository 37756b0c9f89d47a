import { beforeEach, describe, expect, it } from 'vitest'
import { deleteDrafts, deleteOldDrafts, emptyDraft, keepDraft, readDraft } from './draft-store.ts'

const day = 24 * 3600 * 1000
const omar = { userId: 'omar', about: 12 } as const
const draft = { subject: '', text: 'It still smokes.', files: [] }

/** The browser's storage, in memory: the same interface on a Map. */
function memoryStorage(): Storage {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    key: index => [...entries.keys()][index] ?? null,
    getItem: name => entries.get(name) ?? null,
    setItem: (name, value) => void entries.set(name, value),
    removeItem: name => void entries.delete(name),
    clear: () => entries.clear(),
  }
}

let storage = memoryStorage()
beforeEach(() => {
  storage = memoryStorage()
})

describe('drafts', () => {
  it('come back as they were, for that user and that request', () => {
    keepDraft(storage, omar, draft, 0)
    expect(readDraft(storage, omar)).toEqual(draft)
    expect(readDraft(storage, { userId: 'omar', about: 'new' })).toEqual(emptyDraft)
    expect(readDraft(storage, { userId: 'lena', about: 12 })).toEqual(emptyDraft)
  })

  it('are gone once they are empty', () => {
    keepDraft(storage, omar, draft, 0)
    keepDraft(storage, omar, { ...emptyDraft, text: '  \n' }, 0)
    expect(storage.length).toBe(0)
  })

  it("go with their author's logout, and nobody else's", () => {
    keepDraft(storage, omar, draft, 0)
    keepDraft(storage, { userId: 'omar', about: 'new' }, draft, 0)
    keepDraft(storage, { userId: 'lena', about: 12 }, draft, 0)
    deleteDrafts(storage, 'omar')
    expect(storage.length).toBe(1)
    expect(readDraft(storage, { userId: 'lena', about: 12 })).toEqual(draft)
  })

  it('go after a month', () => {
    keepDraft(storage, omar, draft, 0)
    keepDraft(storage, { userId: 'lena', about: 12 }, draft, 2 * day)
    storage.setItem('something.else', 'kept')
    deleteOldDrafts(storage, 31 * day)
    expect(readDraft(storage, omar)).toEqual(emptyDraft)
    expect(storage.length).toBe(2)
  })

  it('survive a storage that holds something else, or throws', () => {
    storage.setItem('gotrs.draft.omar.12', '{"text": 5')
    expect(readDraft(storage, omar)).toEqual(emptyDraft)
    const full = {
      ...memoryStorage(),
      setItem: () => {
        throw new Error('quota')
      },
    }
    expect(() => keepDraft(full, omar, draft, 0)).not.toThrow()
  })
})
