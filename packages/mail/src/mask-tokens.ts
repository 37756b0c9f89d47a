// The address of a mailbox goes before the token. Quoted-printable may break a line anywhere in it (RFC 2045, section 6.7),
// and writes "=2B" for "+" and "=40" for "@" where it wants to.
const softBreak = String.raw`(?:=[ \t]*\r?\n)?`
const spread = (characters: string, count: string) => `(?:${softBreak}[${characters}])${count}`
const plus = `(?:\\+|=2B|%2B)`
const head = `${softBreak}(?:[tn]${spread('0-9', '{1,15}')}|f${softBreak}w${softBreak}d)(?:${softBreak}x${spread('0-9a-z', '{1,4}')})?`
const address = new RegExp(`(${plus}${head}${softBreak}-)${spread('a-z2-7', '{16,20}')}`, 'gi')
const marker = new RegExp(`(ref:${head}${softBreak}-)${spread('a-z2-7', '{16,20}')}`, 'gi')

/**
 * The same text with the secret part of every reply address, envelope sender and forwarding address of the desk replaced
 * by dots: whoever reads a raw mail must not be able to write in somebody else's name.
 */
export const maskTokens = (text: string): string => text.replace(address, '$1…').replace(marker, '$1…')
