/** Joins the lines of `format=flowed`. https://www.rfc-editor.org/rfc/rfc3676#section-4 */
export function decodeFlowed(text: string, params: Map<string, string>): string {
  if (params.get('format')?.toLowerCase() !== 'flowed') return text
  const dropsSpace = params.get('delsp')?.toLowerCase() === 'yes'
  const lines: string[] = []
  let paragraph: { depth: number; pieces: string[] } | null = null
  const close = () => {
    if (paragraph) lines.push(quotePrefix(paragraph.depth) + paragraph.pieces.join(''))
    paragraph = null
  }
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line)
    const content = unstuffed(line.slice(depth))
    const isSignature = content === '-- '
    if (paragraph && (paragraph.depth !== depth || isSignature)) close()
    const isSoft = content.endsWith(' ') && !isSignature
    const piece = isSoft && dropsSpace ? content.slice(0, -1) : content
    paragraph ??= { depth, pieces: [] }
    paragraph.pieces.push(piece)
    if (!isSoft) close()
  }
  close()
  return lines.join('\n')
}

function quoteDepth(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}

function unstuffed(line: string): string {
  return line.startsWith(' ') ? line.slice(1) : line
}

function quotePrefix(depth: number): string {
  return depth === 0 ? '' : `${'>'.repeat(depth)} `
}
