import { parentPort } from 'node:worker_threads'
import { diskBlobs } from '../../kernel/blobs.ts'
import { storeAttachments } from './attachments.ts'
import type { Answer, ThreadJob } from './parse-job.ts'
import { spoil } from './poison.ts'
import { type ReadMail, readMail } from './read-mail.ts'

// The other end of parse-thread.ts: the key of a mail in, one answer out. The bytes of the mail and of its files never
// leave this thread but to the disk.
parentPort?.on('message', async (job: ThreadJob) => {
  parentPort?.postMessage(await answer(job))
})
parentPort?.postMessage({ isReady: true } satisfies Answer)

async function answer(job: ThreadJob): Promise<Answer> {
  try {
    return { read: await read(job) }
  } catch (error) {
    const { message, code } = error as { message?: unknown; code?: unknown }
    return { error: String(message ?? error), code: code === undefined ? null : String(code) }
  }
}

async function read({ blobsFolder, rawKey, envelopeTo, poison }: ThreadJob): Promise<ReadMail> {
  const blobs = diskBlobs(blobsFolder)
  const raw = await blobs.read(rawKey)
  if (poison !== null) spoil(raw, poison)
  const { attachments, forwarded, ...rest } = readMail(raw, envelopeTo)
  const [stored = [], storedForwarded = []] = await storeAttachments(blobs, rawKey, [
    attachments,
    forwarded?.attachments ?? [],
  ])
  return { ...rest, attachments: stored, forwarded: forwarded && { ...forwarded, attachments: storedForwarded } }
}
