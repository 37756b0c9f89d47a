import { once } from 'node:events'
import type { Readable } from 'node:stream'

/**
 * The bytes of a file as the body of a response. Waits for the first bytes, so that a missing file is an error and not an
 * interrupted answer. `Readable.toWeb` ends the process where a client leaves between two reads (ERR_INVALID_STATE, thrown
 * in an event of the file).
 */
export async function fileBody(file: Readable): Promise<ReadableStream<Uint8Array>> {
  await once(file, 'readable')
  // An error before the first read is thrown by that read.
  file.on('error', () => {})
  const chunks = file[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: () => void file.destroy(),
    },
    { highWaterMark: 0 },
  )
}
