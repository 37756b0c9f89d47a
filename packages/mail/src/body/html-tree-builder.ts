import { closedBy, isVoid } from './html-elements.ts'
import type { Accept, Attributes, HtmlElement, HtmlNode } from './html-tree.ts'

/** Deep enough for any letter; what lies deeper keeps its text and loses its tags. */
export const MAX_DEPTH = 250

/** Nests start tags, end tags and texts. Every step looks at no more than MAX_DEPTH open elements. */
export class TreeBuilder {
  private readonly accept: Accept
  private readonly roots: HtmlNode[] = []
  // The name beside each open element is the source's, since accept may rename it.
  private readonly stack: { name: string; element: HtmlElement }[] = []
  private readonly tooDeep = new Map<string, number>()
  private pieces: string[] = []

  constructor(accept: Accept) {
    this.accept = accept
  }

  open(name: string, attributes: Attributes): void {
    const element = this.accept(name, attributes)
    if (element === null) return
    this.endImplied(element.tag)
    if (isVoid(element.tag)) this.append(element)
    else if (this.stack.length >= MAX_DEPTH) this.tooDeep.set(name, (this.tooDeep.get(name) ?? 0) + 1)
    else {
      this.append(element)
      this.stack.push({ name, element })
    }
  }

  close(name: string): void {
    const deeper = this.tooDeep.get(name) ?? 0
    if (deeper > 0) {
      this.tooDeep.set(name, deeper - 1)
      return
    }
    const position = this.openPosition(name)
    if (position < 0) return
    this.flushText()
    this.stack.length = position
  }

  text(piece: string): void {
    this.pieces.push(piece)
  }

  finish(): HtmlNode[] {
    this.flushText()
    return this.roots
  }

  private endImplied(tag: string): void {
    const ends = closedBy(tag)
    if (!ends) return
    while (ends.has(this.stack.at(-1)?.element.tag ?? '')) {
      this.flushText()
      this.stack.pop()
    }
  }

  // An end tag reaches out of a cell only when it belongs to the table around it.
  private openPosition(name: string): number {
    const crossesCells = TABLE_PARTS.has(name)
    for (let position = this.stack.length - 1; position >= 0; position--) {
      const open = this.stack[position]?.name ?? ''
      if (open === name) return position
      if (open === 'table' || (CELLS.has(open) && !crossesCells)) return -1
    }
    return -1
  }

  private append(node: HtmlNode): void {
    this.flushText()
    this.siblings().push(node)
  }

  private flushText(): void {
    if (this.pieces.length === 0) return
    this.siblings().push(this.pieces.join(''))
    this.pieces = []
  }

  private siblings(): HtmlNode[] {
    return this.stack.at(-1)?.element.children ?? this.roots
  }
}

const CELLS = new Set(['td', 'th', 'caption'])
const TABLE_PARTS = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'caption'])
