import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { DeskError } from '@gotrs/contract/errors'

const expected = { issues: [{ path: 'body', message: 'send multipart/form-data with one part named file' }] }

export type ReceivedFile = { filename: string; contentType: string; stream: Readable }

/**
 * Hands the one file of a form's field `file` on while it comes in; other fields are passed over, within limits.
 * @throws DeskError `invalid_input` without such a file, and whatever `take` throws
 */
export async function receiveFile<T>(
  incoming: IncomingMessage,
  maxBytes: number,
  take: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const { promise: refused, reject: refuse } = Promise.withResolvers<never>()
  refused.catch(() => {})
  const files: { stream: Readable; result: Promise<T> }[] = []
  const parser = openParser(incoming, maxBytes)
  parser.on('file', (field, stream, filename, _encoding, contentType) => {
    // Errors reach whoever reads the stream; one that nobody reads must not end the process.
    stream.on('error', () => {})
    if (field !== 'file' || files.length > 0) return void stream.resume()
    const result = take({ filename: decoded(filename ?? ''), contentType: contentType ?? '', stream })
    result.catch(refuse)
    files.push({ stream, result })
  })
  const read = pipeline(incoming, parser).catch(cause => {
    throw Object.assign(new DeskError('invalid_input', expected), { cause })
  })
  try {
    await Promise.race([read, refused])
  } catch (error) {
    // What is refused is not read any further, and the reader of a broken upload must not wait for the rest.
    incoming.unpipe(parser)
    for (const { stream, result } of files) {
      stream.destroy(error instanceof Error ? error : undefined)
      await result.catch(() => {})
    }
    throw error
  }
  const [file] = files
  if (!file) throw new DeskError('invalid_input', expected)
  return file.result
}

/**
 * Browsers and curl write three characters of a name in percent, and nothing else of it:
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
const decoded = (filename: string) => filename.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')

function openParser(incoming: IncomingMessage, maxBytes: number) {
  const headers = incoming.headers as BusboyHeaders
  try {
    return new Busboy({
      headers,
      // One byte more than is taken, so that what is too large is refused and not cut.
      limits: {
        files: 1,
        fields: 5,
        parts: 6,
        fieldSize: 1_024,
        fileSize: maxBytes + 1,
        headerPairs: 20,
        headerSize: 8_192,
      },
    })
  } catch {
    throw new DeskError('invalid_input', expected)
  }
}
