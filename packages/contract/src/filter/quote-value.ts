/** A value with white space or characters of the language is quoted; a quote itself cannot be written. */
export const quoteValue = (value: string): string =>
  /^[^\s"()]+$/.test(value) ? value : `"${value.replaceAll('"', ' ').trim()}"`
