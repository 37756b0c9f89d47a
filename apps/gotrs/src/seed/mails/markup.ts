/**
 * The stories are written in a few marks: a blank line between paragraphs, `- ` and `1. ` for lists, `| a | b |` for
 * tables, fences for what a machine printed, `**bold**`, addresses as they are, and `[[name]]` for a picture in place.
 */
type Block =
  | { kind: 'paragraph'; lines: string[] }
  | { kind: 'list'; isOrdered: boolean; items: string[] }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'code'; lines: string[] }
  | { kind: 'picture'; contentId: string }

export function markupToText(markup: string): string {
  return readBlocks(markup).map(blockToText).join('\n\n')
}

/** Plain `<p>`, `<ul>`, `<table>`; mail programs dress it. Pictures are referred to by `cid:`. */
export function markupToHtml(markup: string, paragraph: (html: string) => string = html => `<p>${html}</p>`): string {
  return readBlocks(markup)
    .map(block => blockToHtml(block, paragraph))
    .join('\n')
}

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function readBlocks(markup: string): Block[] {
  const blocks: Block[] = []
  let code: string[] | null = null
  let isOpen = false
  for (const raw of markup.replace(/^\n+|\s+$/g, '').split('\n')) {
    const line = raw.trim()
    if (line === '```') {
      if (code) blocks.push({ kind: 'code', lines: withoutIndent(code) })
      code = code ? null : []
      isOpen = false
    } else if (code) code.push(raw)
    else if (line === '') isOpen = false
    else isOpen = addLine(blocks, line, isOpen)
  }
  return blocks
}

/** Returns whether the next line may go on with the block of this one. */
function addLine(blocks: Block[], line: string, isOpen: boolean): boolean {
  const last = isOpen ? blocks.at(-1) : undefined
  const item = /^(?:-|(\d{1,2})\.) (.*)$/.exec(line)
  const picture = /^\[\[([a-z0-9.-]+)\]\]$/.exec(line)
  if (picture?.[1]) blocks.push({ kind: 'picture', contentId: picture[1] })
  else if (item) {
    const [, number, text = ''] = item
    if (last?.kind === 'list') last.items.push(text)
    else blocks.push({ kind: 'list', isOrdered: number !== undefined, items: [text] })
  } else if (line.startsWith('| ')) {
    const cells = line
      .slice(1, -1)
      .split('|')
      .map(cell => cell.trim())
    if (last?.kind === 'table') last.rows.push(cells)
    else blocks.push({ kind: 'table', rows: [cells] })
  } else if (last?.kind === 'paragraph') last.lines.push(line)
  else blocks.push({ kind: 'paragraph', lines: [line] })
  return !picture
}

function withoutIndent(lines: string[]): string[] {
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return lines.map(line => line.slice(indent))
}

function blockToText(block: Block): string {
  if (block.kind === 'paragraph') return block.lines.join('\n').replaceAll('**', '')
  if (block.kind === 'list')
    return block.items.map((item, at) => `${block.isOrdered ? `${at + 1}.` : '-'} ${item}`).join('\n')
  if (block.kind === 'table') return block.rows.map(cells => cells.join('   ')).join('\n')
  if (block.kind === 'code') return block.lines.join('\n')
  return `[image: ${block.contentId}.png]`
}

const cell = 'border:1px solid #c8ccd0;padding:4px 8px'

function blockToHtml(block: Block, paragraph: (html: string) => string): string {
  if (block.kind === 'paragraph') return paragraph(block.lines.map(inlineToHtml).join('<br>'))
  if (block.kind === 'code') return `<pre>${escapeHtml(block.lines.join('\n'))}</pre>`
  if (block.kind === 'picture')
    return paragraph(`<img src="cid:${block.contentId}" alt="${block.contentId}" style="max-width:100%">`)
  if (block.kind === 'list') {
    const tag = block.isOrdered ? 'ol' : 'ul'
    return `<${tag}>${block.items.map(item => `<li>${inlineToHtml(item)}</li>`).join('')}</${tag}>`
  }
  const rows = block.rows.map(
    (cells, at) => `<tr>${cells.map(text => tableCell(at === 0 ? 'th' : 'td', text)).join('')}</tr>`,
  )
  return `<table style="border-collapse:collapse">${rows.join('')}</table>`
}

const tableCell = (tag: 'th' | 'td', text: string) =>
  `<${tag} style="${cell};text-align:left">${inlineToHtml(text)}</${tag}>`

const inlineToHtml = (line: string) =>
  escapeHtml(line)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/https:\/\/[^\s<>"]*[^\s<>".,)]/g, '<a href="$&">$&</a>')
