const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Plain text as the editor would write it: a paragraph for each line. */
export const plainHtml = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n')
        .map(line => `<p>${line.replace(/[&<>]/g, sign => escapes[sign] ?? sign)}</p>`)
        .join('')
