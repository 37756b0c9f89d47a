/** Postgres keeps no NUL and no half of a surrogate pair in a text. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** The same for what is one line by its nature: an address, a Message-ID, a name. */
export function storableLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
  return text.replace(/[\u0000-\u001f\u007f]+/g, '').toWellFormed()
}
