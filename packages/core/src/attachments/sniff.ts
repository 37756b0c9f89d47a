import type { Readable } from 'node:stream'
import { fileTypeFromBuffer } from 'file-type'

/** Enough bytes for every signature in this file. */
const headBytes = 4_100

type Sniffed = { contentType: string; content: AsyncIterable<Uint8Array> }

/** The whole stream again, and its type: by its first bytes where these identify one, else as declared. */
export async function sniffedStream(stream: Readable, declared: string): Promise<Sniffed> {
  const chunks: Uint8Array[] = []
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let size = 0
  while (size < headBytes) {
    const next = await source.next()
    if (next.done) break
    chunks.push(next.value)
    size += next.value.length
  }
  const head = Buffer.concat(chunks).subarray(0, headBytes)
  return { contentType: await contentTypeOf(head, declared), content: chain(chunks, source) }
}

/**
 * The type without parameters. A signature decides; a file whose declared type needs a signature that it lacks is plain
 * bytes.
 */
export async function contentTypeOf(head: Uint8Array, declared: string): Promise<string> {
  const claimed = typeOnly(declared)
  const found = await fileTypeFromBuffer(head)
    .then(result => result?.mime)
    .catch(() => undefined)
  if (found && !(found in containers)) return typeOnly(found)
  if (found) return containers[found]?.test(claimed) ? claimed : found
  return needsSignature.test(claimed) ? unknown : claimed
}

const unknown = 'application/octet-stream'

/** Signatures of families whose members differ only in their file name. */
const containers: Record<string, RegExp> = {
  'application/zip': /^application\/(zip|epub\+zip|java-archive|vnd\.)/,
  'application/x-cfb': /^application\/(msword|vnd\.)/,
  'application/xml': /^(application|text)\/xml$|\+xml$/,
}

/** Types whose files always begin in a known way. */
const needsSignature = /^(image\/(?!svg)|audio\/|video\/|application\/(pdf|zip|gzip)$)/

function typeOnly(declared: string): string {
  const type = declared.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  // RFC 6838, section 4.2.
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(type) ? type : unknown
}

async function* chain(head: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
