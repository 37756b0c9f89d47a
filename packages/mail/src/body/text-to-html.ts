/** A plain text as HTML: escaped, paragraphs at empty lines, web and mail addresses clickable. */
export function textToHtml(text: string): string {
  const paragraphs = text.replace(/\r\n?/g, '\n').split(/\n{2,}/)
  return paragraphs
    .filter(paragraph => paragraph.trim() !== '')
    .map(paragraph => `<p>${linkLines(paragraph)}</p>`)
    .join('\n')
}

function linkLines(paragraph: string): string {
  return paragraph
    .replace(/^\n+|\n+$/g, '')
    .split('\n')
    .map(linkWords)
    .join('<br />')
}

function linkWords(line: string): string {
  return line
    .split(/(\s+)/)
    .map(word => (/^\s/.test(word) ? word : linkWord(word)))
    .join('')
}

function linkWord(word: string): string {
  const start = /https?:\/\/[^/]|www\.\w/i.exec(word)?.index ?? -1
  if (start < 0) return escapeHtml(word)
  const end = trimmedEnd(word, start)
  const url = word.slice(start, end)
  const href = /^www\./i.test(url) ? `http://${url}` : url
  if (!URL.canParse(href)) return escapeHtml(word)
  return `${escapeHtml(word.slice(0, start))}${anchor(href, url)}${escapeHtml(word.slice(end))}`
}

// Punctuation after a link belongs to the sentence, a closing bracket only when it was opened before the link.
function trimmedEnd(word: string, start: number): number {
  let end = word.search(/[<>"]/) > start ? word.slice(start).search(/[<>"]/) + start : word.length
  while (end > start && '.,;:!?\'")]}>*_'.includes(word.charAt(end - 1))) end--
  return end
}

function anchor(href: string, label: string): string {
  const url = escapeHtml(href)
  return `<a href="${url}" target="_blank" rel="noopener noreferrer nofollow">${escapeHtml(label)}</a>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
