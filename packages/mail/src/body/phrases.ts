/** Lower case and one kind of blank, without invisible marks: what phrases and lines are compared in. */
export function plain(text: string): string {
  // Most lines: nothing to normalise, and nothing invisible.
  if (/^[ -~]*$/.test(text)) return text.trim().replace(/ {2,}/g, ' ').toLowerCase()
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/** A list of phrases, written with `|` and line ends between them. */
export function phrases(list: string): readonly string[] {
  return [...new Set(list.split(/[|\n]/).map(plain))].filter(phrase => phrase !== '')
}
