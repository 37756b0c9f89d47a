const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
const EQUALS = 0x3d
/** How much of a possible delimiter line the parser reads. */
const MAX_LINE = 1_000
const CUSTOMARY =
  /^(?:This is a (?:multi-?part|cryptographically signed) message in MIME format|This is an S\/MIME signed message)\.?$/i

/**
 * How the bytes of a body can be read, independent of its head: unsigned fields must not make
 * something else of them. One pass, and memory for one line.
 */
export class BodyForm {
  /** `--x`: a part may start here. */
  readonly startsWithDelimiter: boolean
  readonly #start: string
  readonly #frame = new Frame()
  readonly #encodings = new Encodings()

  /** `start` is the part of the body that is in memory. */
  constructor(start: Buffer) {
    this.#start = start.toString('latin1', 0, MAX_LINE).trimStart()
    this.startsWithDelimiter = /^--\S/.test(this.#start)
  }

  update(piece: Uint8Array): void {
    this.#frame.update(piece)
    this.#encodings.update(piece)
  }

  /** All lines are between delimiters of this boundary, with nothing before and after. */
  isFramedBy(boundary: string): boolean {
    return boundary !== '' && this.#frame.end() === boundary
  }

  /** HTML starts with a tag; a tag in plain text would be shown as text. */
  startsWithTag(encoding: string): boolean {
    const text =
      encoding === 'base64' ? Buffer.from(this.#start.slice(0, 80), 'base64').toString('latin1') : this.#start
    return /^(?:\xef\xbb\xbf)?\s*</.test(text)
  }

  get isBase64(): boolean {
    return this.#encodings.isBase64
  }

  /** Strict (RFC 2045, section 6.7), and without escaped line breaks. */
  get isQuotedPrintable(): boolean {
    return this.#encodings.isQuotedPrintable
  }
}

/** The outermost multipart, by the lines of a body. */
class Frame {
  #line = ''
  #boundary: string | null = null
  #state: 'before' | 'within' | 'behind' | 'broken' = 'before'

  update(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    for (let at = 0; at < bytes.length && this.#state !== 'broken'; ) {
      const found = bytes.indexOf(LF, at)
      const end = found < 0 ? bytes.length : found
      this.#line += this.#isDelimiterExcluded(bytes[at]) ? ' ' : bytes.toString('latin1', at, this.#limit(at, end))
      if (found >= 0) this.#endLine()
      at = end + 1
    }
  }

  /** The boundary of the whole body; null if it has none. */
  end(): string | null {
    this.#endLine()
    return this.#state === 'behind' ? this.#boundary : null
  }

  /** The first byte shows that most lines are not delimiters, so they are not decoded. */
  #isDelimiterExcluded(first: number | undefined): boolean {
    return this.#state === 'within' && (this.#line === '' ? first !== DASH : !this.#line.startsWith('-'))
  }

  #limit(at: number, end: number): number {
    return Math.min(end, at + MAX_LINE - this.#line.length)
  }

  #endLine(): void {
    const line = this.#line.trimEnd()
    this.#line = ''
    if (this.#state === 'within') {
      if (line === `--${this.#boundary}--`) this.#state = 'behind'
    } else if (line !== '') this.#state = this.#stateAfter(line)
  }

  #stateAfter(line: string): 'before' | 'within' | 'broken' {
    if (this.#state === 'before' && CUSTOMARY.test(line)) return 'before'
    if (this.#state !== 'before' || !/^--\S/.test(line)) return 'broken'
    this.#boundary = line.slice(2)
    return 'within'
  }
}

const BEGUN_ESCAPE = /^(?:[0-9a-f]|[ \t]{0,80}\r?)$/i
const WHOLE_ESCAPE = /^(?:0[0-9ef]|[1-9a-f][0-9a-f]|[ \t]*\r?\n)$/i

/** The encodings that are possible for the bytes. */
class Encodings {
  isBase64 = true
  isQuotedPrintable = true
  #escape: string | null = null

  update(piece: Uint8Array): void {
    for (const byte of piece) {
      if (!this.isBase64 && !this.isQuotedPrintable) return
      this.isBase64 &&= isBase64(byte)
      this.isQuotedPrintable &&= byte < 0x7f && this.#takeEscape(byte)
    }
  }

  /** After `=`: two digits, or the end of a line. */
  #takeEscape(byte: number): boolean {
    const begun = this.#escape
    if (begun === null) {
      this.#escape = byte === EQUALS ? '' : null
      return true
    }
    const next = begun + String.fromCharCode(byte)
    this.#escape = BEGUN_ESCAPE.test(next) ? next : null
    return this.#escape !== null || WHOLE_ESCAPE.test(next)
  }
}

const isBase64 = (byte: number) =>
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x2f && byte <= 0x39) ||
  byte === 0x2b ||
  byte === EQUALS ||
  byte === CR ||
  byte === LF
