import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { chooseEncoding } from './choose-encoding.ts'
import type { HttpContext } from './types.ts'

/** Shorter ones fit into one packet as they are. */
const minCompressedBytes = 1_024
/** The lowest levels take a fifth of the time of the highest, and save nearly as much of JSON. */
const level = 2
const zip = promisify(gzip)

export const isCompressed = (c: HttpContext, text: string): boolean =>
  text.length >= minCompressedBytes && chooseEncoding(c.req.header('accept-encoding'), ['gzip']) === 'gzip'

export const compress = async (text: string) => new Uint8Array(await zip(text, { level }))

type Answer = { headers: Headers; status?: number }

/**
 * Answers with a text, compressed where that helps. Only for reads: the answer to a write can contain a new token or
 * secret beside text of the caller, and the length of a compressed answer would let an eavesdropper guess it (BREACH).
 */
export const compressedAnswer = (c: HttpContext, text: string, answer: Answer): Promise<Response> =>
  compressedOnce(text)(c, answer)

/** The same for a text that never changes: it is compressed once. */
export function compressedOnce(text: string) {
  let zipped: Promise<Uint8Array<ArrayBuffer>> | undefined
  return async (c: HttpContext, { headers, status = 200 }: Answer): Promise<Response> => {
    headers.append('Vary', 'Accept-Encoding')
    if (!isCompressed(c, text)) return new Response(text, { status, headers })
    headers.set('Content-Encoding', 'gzip')
    zipped ??= compress(text)
    return new Response(await zipped, { status, headers })
  }
}
