/**
 * The bytes of a part or file: as they are in the mail, or decoded again for each read, so that no mail is in
 * memory twice. A piece is valid only until the next one is read, because its memory is reused.
 */
export type Content = Uint8Array | { pieces(): Iterable<Uint8Array> }

export const PIECE_BYTES = 64 * 1024

export const piecesOf = (content: Content): Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : content.pieces()

/** The first `length` bytes, or all if there are fewer. */
export function headOf(content: Content, length: number): Buffer {
  if (content instanceof Uint8Array) return viewOf(content).subarray(0, length)
  const head: Buffer[] = []
  let size = 0
  for (const piece of content.pieces()) {
    const wanted = Buffer.from(piece.subarray(0, length - size))
    head.push(wanted)
    size += wanted.length
    if (size === length) break
  }
  return Buffer.concat(head, size)
}

/** All bytes in one piece, for random access. */
export function wholeOf(content: Content): Buffer {
  if (content instanceof Uint8Array) return viewOf(content)
  let size = 0
  for (const piece of content.pieces()) size += piece.length
  const whole = Buffer.allocUnsafeSlow(size)
  let at = 0
  for (const piece of content.pieces()) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Joins small pieces to larger ones, which are cheaper to write. */
export function* gathered(pieces: Iterable<Uint8Array>): Generator<Buffer> {
  const room = Buffer.allocUnsafeSlow(PIECE_BYTES)
  let size = 0
  for (const piece of pieces) {
    if (size + piece.length > room.length) {
      yield room.subarray(0, size)
      size = 0
    }
    room.set(piece, size)
    size += piece.length
  }
  if (size > 0) yield room.subarray(0, size)
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength)
