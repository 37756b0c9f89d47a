import { createHash, type Hash } from 'node:crypto'

const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const TAB = 0x09

/**
 * The hash of a body for DKIM (RFC 6376, section 3.4). The one in mailauth copies a long line again for every chunk and
 * hashes short lines one by one, so that a mail can keep it busy for minutes. This is one pass for any lines.
 */
export class BodyHash {
  /** mailauth reads the digest here. */
  hash = ''
  readonly #hash: Hash
  readonly #isRelaxed: boolean
  readonly #out = Buffer.allocUnsafe(64 * 1024)
  #length = 0
  /** Empty lines and, when relaxed, blanks count only if something follows them. */
  #emptyLines = 0
  #hasBlank = false
  #isAfterCr = false
  #isEmpty = true

  constructor(canonicalisation: string, algorithm: string) {
    this.#isRelaxed = canonicalisation === 'relaxed'
    this.#hash = createHash(algorithm)
  }

  update(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === LF) this.#endLine()
      else {
        // A CR that does not end a line is an ordinary character.
        if (this.#isAfterCr) this.#put(CR)
        this.#isAfterCr = byte === CR
        if (this.#isRelaxed && (byte === SPACE || byte === TAB)) this.#hasBlank = true
        else if (byte !== CR) this.#put(byte)
      }
    }
  }

  digest(encoding: 'base64'): string {
    if (this.#isAfterCr) this.#put(CR)
    // A last line without its end gets one; an empty body is one empty line when simple, and nothing when relaxed.
    if (!this.#isEmpty || !this.#isRelaxed) this.#writeLineEnd()
    this.#flush()
    return this.#hash.digest(encoding)
  }

  /** mailauth reads these of every hash; they matter only for `l=`. */
  setContentType(): void {}
  getMimeStructureStart(): null {
    return null
  }

  #endLine(): void {
    this.#isAfterCr = false
    this.#hasBlank = false
    this.#emptyLines += 1
  }

  #put(byte: number): void {
    for (; this.#emptyLines > 0; this.#emptyLines -= 1) this.#writeLineEnd()
    if (this.#hasBlank) this.#write(SPACE)
    this.#hasBlank = false
    this.#isEmpty = false
    this.#write(byte)
  }

  #writeLineEnd(): void {
    this.#write(CR)
    this.#write(LF)
  }

  #write(byte: number): void {
    if (this.#length === this.#out.length) this.#flush()
    this.#out[this.#length++] = byte
  }

  #flush(): void {
    this.#hash.update(this.#out.subarray(0, this.#length))
    this.#length = 0
  }
}
