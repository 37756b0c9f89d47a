import { sanitiseHtml } from '@gotrs/mail/body/sanitise'
import { runBatch } from './batch.ts'

export async function sanitise(): Promise<void> {
  await runBatch(async (input, id) => {
    if (typeof input.html !== 'string') throw new Error('"html" must be a string.')
    return { id, html: sanitiseHtml(input.html) }
  })
}
