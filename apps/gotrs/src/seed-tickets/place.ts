import type { Language } from './words/vocabulary.ts'

/** What tickets refer to, as far as they need it. */
export type Person = { id: string; name: string; email: string }
export type Mailbox = { id: string; address: string; displayName: string }
export type Queue = { id: string; mailbox: Mailbox; agents: Person[] }
export type Tag = { id: string; name: string }
export type Organisation = { id: string; domain: string }
export type Customer = Person & {
  language: Language
  organisationId: string | null
  /** Has a password, and may write in the portal. */
  hasAccount: boolean
}

export type Place = {
  /** The first takes what is written in the portal. */
  queues: [Queue, ...Queue[]]
  admin: Person
  tags: Tag[]
  organisations: [Organisation, ...Organisation[]]
  passwordHash: string
}

/** A file of the blob store. Many rows share one: the bytes of a million files say no more than those of thirty. */
export type SharedFile = { filename: string; contentType: string; size: number; sha256: string; blobKey: string }
export type SharedBlobs = {
  files: SharedFile[]
  mails: Record<Language, { size: number; sha256: string; blobKey: string }>
}
