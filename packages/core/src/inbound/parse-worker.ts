import { parentPort } from 'node:worker_threads'
import { readMail } from './read-mail.ts'

// The other end of parse-thread.ts: one mail in, one answer out.
parentPort?.on('message', async (raw: Uint8Array) => {
  try {
    parentPort?.postMessage({ read: await readMail(raw) })
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) })
  }
})
