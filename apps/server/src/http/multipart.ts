import type { IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { DeskError } from '@gotrs/contract/errors'

const refusal = (message: string) => new DeskError('invalid_input', { issues: [{ path: 'body', message }] })
const noForm = 'send multipart/form-data with a boundary and one part named file'
const noFile = 'the form has no file. Send it in the field file, with a file name'
const otherField = 'the form has a file in another field. Send it in the field file'
const secondFile = 'the form has more than one file. Send one file in each call'

export type ReceivedFile = { filename: string; contentType: string; stream: Readable }

/**
 * Passes the one file of a form's field `file` on while it comes in; other fields are ignored, within limits. The file
 * ends only after the whole form was read, so that an invalid form stores nothing.
 * @throws DeskError `invalid_input` if the form does not have exactly this one file, and the errors of `take` throws
 */
export async function receiveFile<T>(
  incoming: IncomingMessage,
  maxBytes: number,
  take: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const { promise: refused, reject: refuse } = Promise.withResolvers<never>()
  refused.catch(() => {})
  const { promise: whole, resolve: isWhole } = Promise.withResolvers<void>()
  const files: { stream: Readable; result: Promise<T> }[] = []
  const parser = openParser(incoming, maxBytes)
  parser.on('file', (field, source, filename, _encoding, contentType) => {
    // Errors reach the reader of the stream; one that nobody reads must not end the process.
    source.on('error', () => {})
    if (field !== 'file' || files.length > 0) {
      source.resume()
      return refuse(refusal(field === 'file' ? secondFile : otherField))
    }
    const stream = endingAfter(whole, source)
    const result = take({ filename: decoded(filename ?? ''), contentType: contentType ?? '', stream })
    result.catch(refuse)
    files.push({ stream, result })
  })
  const read = pipeline(incoming, parser).catch(cause => {
    throw Object.assign(refusal(noForm), { cause })
  })
  try {
    await Promise.race([read, refused])
  } catch (error) {
    // A rejected form is not read further, and the reader of a broken upload must not wait for the rest.
    incoming.unpipe(parser)
    for (const { stream, result } of files) {
      stream.destroy(error instanceof Error ? error : undefined)
      await result.catch(() => {})
    }
    throw error
  }
  const [file] = files
  if (!file) throw refusal(noFile)
  isWhole()
  return file.result
}

/** The same bytes, but the end comes only after `whole`. */
function endingAfter(whole: Promise<void>, source: Readable): Readable {
  const held = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: done => void whole.then(() => done(), done),
  })
  return source.pipe(held).on('error', () => {})
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
      // One byte more than the maximum, so that a file that is too large is rejected and not cut.
      limits: {
        // One more than is accepted, so that a second file is rejected and not ignored.
        files: 2,
        fields: 5,
        parts: 7,
        fieldSize: 1_024,
        fileSize: maxBytes + 1,
        headerPairs: 20,
        headerSize: 8_192,
      },
    })
  } catch {
    throw refusal(noForm)
  }
}
