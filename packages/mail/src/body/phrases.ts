/** Lower case and one kind of blank, without invisible marks, for comparisons. */
export function plain(text: string): string {
  // Most lines need no normalisation.
  if (/^[ -~]*$/.test(text)) return text.trim().replace(/ {2,}/g, ' ').toLowerCase()
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/** A list of phrases, separated by `|` and line breaks. */
export function phrases(list: string): readonly string[] {
  return [...new Set(list.split(/[|\n]/).map(plain))].filter(phrase => phrase !== '')
}
