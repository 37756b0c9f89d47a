import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { TransferHead } from './client.ts'

/** A mail that arrives over the socket: `content` fails with IncompleteMail if it has fewer bytes than announced. */
export type Transfer = { head: TransferHead; content: Readable }

export class IncompleteMail extends Error {
  override name = 'IncompleteMail'
}

const maxHeadBytes = 64 * 1024

/**
 * Streams the bytes and never holds a whole mail in memory: 20 mails of 50 MB at once would be 1 GB.
 * @throws IncompleteMail if there is no head
 */
export async function readTransfer(socket: Socket): Promise<Transfer> {
  const chunks = socket.iterator({ destroyOnReturn: false })
  let start: Buffer = Buffer.alloc(0)
  for (;;) {
    const { value, done } = await chunks.next()
    if (done) throw new IncompleteMail('The head is incomplete')
    start = Buffer.concat([start, value])
    const end = start.indexOf('\n')
    if (end > maxHeadBytes || (end < 0 && start.length > maxHeadBytes)) throw new IncompleteMail('The head is too long')
    if (end < 0) continue
    const head: TransferHead = JSON.parse(start.toString('utf8', 0, end))
    return {
      head,
      content: Readable.from(wholeMail(start.subarray(end + 1), chunks, head.size), { objectMode: false }),
    }
  }
}

async function* wholeMail(first: Buffer, chunks: AsyncIterable<Buffer>, size: number) {
  let length = first.length
  if (length > 0) yield first
  for await (const chunk of chunks) {
    length += chunk.length
    yield chunk
  }
  if (length !== size) throw new IncompleteMail(`Received ${length} of ${size} bytes`)
}
