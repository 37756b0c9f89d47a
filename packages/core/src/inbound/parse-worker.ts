import { parentPort } from 'node:worker_threads'
import { readMail } from './read-mail.ts'

// The other end of parse-thread.ts: one mail in, one answer out.
parentPort?.on('message', async ({ id, raw }: { id: number; raw: Uint8Array }) => {
  try {
    parentPort?.postMessage({ id, read: await readMail(raw) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
