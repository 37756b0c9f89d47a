import type { ReadMail } from './read-mail.ts'

/** What is said between parse-thread.ts and parse-worker.ts. */
export type ThreadData = { blobsFolder: string; poison: string | null }
export type ThreadJob = { rawKey: string; envelopeTo: string[] }
export type Answer = { isReady: true } | { read: ReadMail } | { error: string; code: string | null }
