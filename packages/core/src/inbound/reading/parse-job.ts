import type { ReadMail } from './read-mail.ts'

/** The messages between parse-thread.ts and parse-worker.ts. */
export type ThreadJob = { blobsFolder: string; rawKey: string; envelopeTo: string[]; poison: string | null }
export type Answer = { isReady: true } | { read: ReadMail } | { error: string; code: string | null }
