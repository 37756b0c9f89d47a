import { findAttribution } from './attribution.ts'
import { type ElementRole, roleOf } from './element-roles.ts'
import { isBlock } from './html-elements.ts'
import type { HtmlElement, HtmlNode } from './html-node.ts'
import type { MailLine } from './line-kinds.ts'
import { startsHeaderBlock } from './quote-dividers.ts'

export interface LaidOut {
  lines: MailLine[]
  /** The line of each leaf (a text, or an element with nothing in it), in the order of the document. */
  leafLines: number[]
}

/** Lays a tree out in lines, each with the roles of the elements around it. */
export function layOut(tree: HtmlNode[]): LaidOut {
  const layout = new Layout()
  layout.walk(tree, { isQuoted: false, isAttribution: false, isSignature: false, isPre: false })
  layout.endLine()
  return { lines: layout.lines, leafLines: layout.leafLines }
}

interface Context {
  isQuoted: boolean
  isAttribution: boolean
  isSignature: boolean
  isPre: boolean
}

// A horizontal rule becomes a line of strokes.
const RULE = '____________________'

class Layout {
  readonly lines: MailLine[] = [{ text: '', isQuoted: false }]
  readonly leafLines: number[] = []
  // The parts of the current line, joined once, because appending to a long string and reading it in turn is not linear.
  private pieces: string[] = []
  private isLineEmpty = true
  private isCutNext = false
  private isAfterRuleNext = false

  walk(nodes: HtmlNode[], context: Context): void {
    if (context.isPre) splitTexts(nodes)
    for (const node of nodes) {
      if (typeof node === 'string') this.text(node, context)
      else this.element(node, context)
    }
  }

  private element(element: HtmlElement, context: Context): void {
    const role = roleOf(element)
    if (role === 'cut') {
      this.newLine()
      this.isCutNext = true
    }
    if (hasTopBorder(element)) {
      this.newLine()
      this.isAfterRuleNext = true
    }
    if (element.tag === 'br') this.lineBreak(context)
    else if (element.tag === 'hr') this.rule(context)
    else if (element.children.length === 0) this.empty(element, context)
    else this.container(element, role, context)
  }

  private container(element: HtmlElement, role: ElementRole, context: Context): void {
    const inner = this.contextOf(element, role, context)
    const start = isBlock(element.tag) && !isCell(element) ? this.newLine() : this.lines.length - 1
    this.walk(element.children, inner)
    if (isCell(element)) this.pieces.push(' ')
    else if (isBlock(element.tag)) this.newLine()
    if (element.tag === 'blockquote' && !inner.isQuoted && this.beginsQuoted(start)) this.markQuoted(start)
  }

  private contextOf(element: HtmlElement, role: ElementRole, context: Context): Context {
    const isQuoted = context.isQuoted || role === 'quote' || (element.tag === 'blockquote' && this.isIntroduced())
    return {
      isQuoted,
      isAttribution: context.isAttribution || role === 'attribution',
      isSignature: context.isSignature || role === 'signature',
      isPre: context.isPre || element.tag === 'pre',
    }
  }

  private text(text: string, context: Context): void {
    this.leaf(context, context.isPre ? text.replace(/\n$/, '') : text.replace(/\s+/g, ' '))
    if (context.isPre && text.endsWith('\n')) this.newLine(true)
  }

  private lineBreak(context: Context): void {
    this.leaf(context, '')
    this.newLine(true)
  }

  private rule(context: Context): void {
    this.newLine()
    this.leaf(context, RULE)
    this.current().isDrawn = true
    this.newLine()
  }

  private leaf(context: Context, text: string): void {
    const line = this.current()
    this.leafLines.push(this.lines.length - 1)
    this.pieces.push(text)
    if (text.trim() === '') return
    line.isQuoted ||= context.isQuoted || (this.isLineEmpty && QUOTE_MARK.test(text))
    this.isLineEmpty = false
    line.isAttribution ||= context.isAttribution
    line.isSignature ||= context.isSignature
    line.isCut ||= this.isCutNext
    line.isAfterRule ||= this.isAfterRuleNext
    this.isCutNext = false
    this.isAfterRuleNext = false
  }

  private empty(element: HtmlElement, context: Context): void {
    this.leaf(context, '')
    const isSent = /^(?:cid|data):/i.test(element.attributes.src?.slice(0, 5) ?? '')
    if (isSent && !context.isQuoted && !context.isSignature) this.current().hasPicture = true
  }

  private current(): MailLine {
    return this.lines.at(-1) ?? { text: '', isQuoted: false }
  }

  /** Ends the line. A block does not start a new one if the current one is empty, a line break always does. */
  private newLine(isForced = false): number {
    const last = this.leafLines.at(-1)
    if (isForced || last === this.lines.length - 1) {
      this.endLine()
      this.lines.push({ text: '', isQuoted: false })
    }
    return this.lines.length - 1
  }

  endLine(): void {
    this.current().text = this.pieces.join('')
    this.pieces = []
    this.isLineEmpty = true
  }

  private isIntroduced(): boolean {
    this.newLine()
    const before = this.lines.slice(-10).filter(line => line.text.trim() !== '')
    if (before.at(-1)?.isAttribution) return true
    return (
      findAttribution(
        before.map(line => line.text),
        true,
      ) !== null
    )
  }

  private beginsQuoted(start: number): boolean {
    const texts = this.lines.slice(start, start + 30).map(line => line.text)
    const first = texts.findIndex(text => text.trim() !== '')
    if (first < 0) return false
    if (startsHeaderBlock(texts, first, false)) return true
    return texts.slice(first, first + 5).some((_, at, all) => findAttribution(all.slice(0, at + 1), false)?.isSure)
  }

  private markQuoted(start: number): void {
    for (const line of this.lines.slice(start)) line.isQuoted = line.text.trim() !== ''
  }
}

const QUOTE_MARK = /^\s{0,8}[>＞]/

function isCell(element: HtmlElement): boolean {
  return element.tag === 'td' || element.tag === 'th'
}

// Outlook for the desktop marks a quotation only with a border above its header lines.
function hasTopBorder(element: HtmlElement): boolean {
  const style = element.attributes.style ?? ''
  return (
    style.length < 2000 &&
    /border-top:\s*(?:solid|\d[\d.]*(?:pt|px) solid)|border:\s*none;\s*border-top|border-top-style:\s*solid|border-style:\s*solid none none/i.test(
      style,
    )
  )
}

// A text with line breaks inside <pre> is several leaves, so that each can be folded separately.
function splitTexts(nodes: HtmlNode[]): void {
  const split = nodes.flatMap((node): HtmlNode[] => (typeof node === 'string' ? node.split(/(?<=\n)/) : [node]))
  nodes.length = 0
  for (const node of split) nodes.push(node)
}
