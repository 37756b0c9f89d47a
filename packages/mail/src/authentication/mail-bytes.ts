/** The bytes of a mail, which need not be in memory completely. */
export type MailBytes = {
  /** The first bytes: at least `headBytes`, or all. */
  head: Buffer
  /** The bytes from this offset to the end, in pieces. */
  from(offset: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** More than the head of any mail that is checked. */
export const headBytes = 320 * 1024

/** A few milliseconds of work for the hash of a body. */
const pieceBytes = 256 * 1024

/** A mail that is in memory. */
export const bytesOf = (raw: Buffer): MailBytes => ({
  head: raw,
  *from(offset) {
    for (let at = offset; at < raw.length; at += pieceBytes) yield raw.subarray(at, at + pieceBytes)
  },
})
