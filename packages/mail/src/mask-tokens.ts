// Quoted-printable may break a line anywhere (RFC 2045, section 6.7), and may write "=2B" for "+".
const softBreak = String.raw`(?:=[ \t]{0,9}\r?\n)?`
const spread = (characters: string, count: string) => `(?:${softBreak}[${characters}])${count}`
const number = `[tn]${spread('0-9', '{1,15}')}`
const forward = ['f', 'w', 'd'].join(softBreak)
const day = `(?:${softBreak}x${spread('0-9a-z', '{1,4}')})?`
const token = new RegExp(
  `((?:\\+|=2B|%2B|ref:)${softBreak}(?:${number}|${forward})${day}${softBreak}-)(${spread('a-z2-7', '{16,20}')})`,
  'gi',
)

/**
 * The same text, of the same length, without the secret part of reply addresses, envelope senders and forwarding addresses
 * of the desk: a person who can read a raw mail must not be able to write as somebody else.
 */
export const maskTokens = (text: string): string =>
  text.replace(token, (_, head: string, secret: string) => head + hidden(secret))

const hidden = (secret: string) => secret.replace(/[a-z2-7]/gi, '*')

/** Longer than any token with its soft breaks. */
const tailLength = 256

/** The same for bytes in pieces: a token may begin in one and end in another. */
export async function* maskTokensIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let tail = ''
  for await (const chunk of chunks) {
    const text = tail + Buffer.from(chunk).toString('latin1')
    // A match at the end may continue in the next piece.
    const masked = text.replace(token, (whole, head: string, secret: string, at: number) =>
      at + whole.length === text.length ? whole : head + hidden(secret),
    )
    const ready = Math.max(0, masked.length - tailLength)
    tail = masked.slice(ready)
    if (ready > 0) yield Buffer.from(masked.slice(0, ready), 'latin1')
  }
  if (tail !== '') yield Buffer.from(maskTokens(tail), 'latin1')
}
