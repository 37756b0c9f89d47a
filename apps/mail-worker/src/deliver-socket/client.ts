import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** The first line, as JSON. `size` shows whether the mail is complete, or its sender was killed. */
export type TransferHead = { mailbox: string; envelopeFrom: string | null; envelopeTo: string[]; size: number }

/** One line of JSON: the outcome of the mail, or why the desk rejected it. */
export type Answer = { outcome: object } | { refusal: { code: string; params: Record<string, unknown> } }

/** The socket on which the desk of this folder accepts mail from commands of its own user. */
export const deliverSocketPath = (dataDir: string) => join(dataDir, 'deliver.sock')

/** Socket paths cannot be longer (unix(7)). */
export const longestPath = 103

const answerMs = 90_000

/** Sends a mail to the desk that runs on the folder; null if it does not run. @throws if it stops before it responds */
export async function sendToDesk(
  dataDir: string,
  mail: Omit<TransferHead, 'size'>,
  raw: Buffer,
): Promise<Answer | null> {
  const socket = connect({ path: deliverSocketPath(dataDir), allowHalfOpen: true })
  const isThere = await new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  })
  if (!isThere) return null
  socket.setTimeout(answerMs, () => socket.destroy(new Error('The running GOTRS did not respond in time.')))
  const answer = text(socket)
  const head: TransferHead = { ...mail, size: raw.length }
  socket.write(`${JSON.stringify(head)}\n`)
  socket.end(raw)
  return parsed(await answer)
}

function parsed(answer: string): Answer {
  if (!answer.endsWith('\n')) throw new Error('The running GOTRS closed the connection before it responded.')
  return JSON.parse(answer)
}
