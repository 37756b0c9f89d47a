import { escapeHtml } from './html-tree.ts'
import { linkTarget } from './sanitise-url.ts'

/** A plain text as HTML: escaped, paragraphs at empty lines, web and mail addresses clickable. */
export function textToHtml(text: string): string {
  const paragraphs: string[][] = [[]]
  for (const line of text.replaceAll('\0', '').replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') paragraphs.push([])
    else paragraphs.at(-1)?.push(linkWords(keepIndent(line.trimEnd())))
  }
  return paragraphs
    .filter(lines => lines.length > 0)
    .map(lines => `<p>${lines.join('<br />')}</p>`)
    .join('\n')
}

// HTML collapses blanks; every second one becomes non-breaking, so that indents stay and long lines still wrap.
function keepIndent(line: string): string {
  const text = line.trimStart()
  const indent = line.slice(0, line.length - text.length).replaceAll('\t', '    ')
  return indent.replace(/ {2}/g, '\u00a0 ') + text
}

function linkWords(line: string): string {
  return line.replace(/[^\s]+/g, linkWord)
}

function linkWord(word: string): string {
  const start = wordStart(word)
  const end = wordEnd(word, start)
  const label = word.slice(start, end)
  const href = hrefOf(label)
  if (href === null) return escapeHtml(word)
  const anchor = `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer nofollow">${escapeHtml(label)}</a>`
  return `${escapeHtml(word.slice(0, start))}${anchor}${escapeHtml(word.slice(end))}`
}

// In "Link:https://…" and "<https://…>" the URL begins after the start of the word.
function wordStart(word: string): number {
  const web = word.search(/https?:\/\/|www\./i)
  if (web >= 0) return web
  return /^[<("'[]*/.exec(word)?.[0].length ?? 0
}

const CLOSING = '.,;:!?\'")]}>*_'

// Punctuation after a URL belongs to the sentence, a closing bracket only if the URL has no opening one.
function wordEnd(word: string, start: number): number {
  const border = word.slice(start).search(/[<>"]/)
  let end = border < 0 ? word.length : start + border
  const opened = word.slice(start, end).includes('(')
  while (end > start && CLOSING.includes(word.charAt(end - 1))) {
    if (opened && word.charAt(end - 1) === ')') break
    end--
  }
  return end
}

const MAX_LINK = 2000

function hrefOf(label: string): string | null {
  if (label.length > MAX_LINK) return null
  if (/^(?:https?:\/\/|www\.)/i.test(label)) return linkTarget(label)
  return /^[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(label) ? `mailto:${label}` : null
}
