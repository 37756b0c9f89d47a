import type { HtmlElement, HtmlNode } from './html-node.ts'

/**
 * Removes what a browser lays out in more than linear time: tables with more columns than fit on a screen, and
 * numbers on every item of a long list.
 */
export function boundLayout(nodes: readonly HtmlNode[]): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue
    if (node.tag === 'tr') boundSpans(node, 'colspan')
    else if (node.tag === 'colgroup') boundSpans(node, 'span')
    else if (node.tag === 'table') boundGroups(node)
    else if (node.children.length > MAX_NUMBERED) withoutNumbers(node)
    boundLayout(node.children)
  }
}

const MAX_COLUMNS = 1_000
const MAX_NUMBERED = 500

function boundSpans({ children }: HtmlElement, attribute: string): void {
  let columns = 0
  for (const child of children) {
    if (typeof child === 'string') continue
    columns += Number(child.attributes[attribute] ?? 1)
    if (columns > MAX_COLUMNS) {
      delete child.attributes[attribute]
      delete child.attributes.rowspan
    }
  }
}

/** The columns of all groups together; those of a group with columns of its own are counted by it. */
function boundGroups({ children }: HtmlElement): void {
  let columns = 0
  for (const child of children) {
    if (typeof child === 'string' || child.tag !== 'colgroup') continue
    columns += Math.max(Number(child.attributes.span ?? 1), spanned(child))
    if (columns <= MAX_COLUMNS) continue
    delete child.attributes.span
    child.children = []
  }
}

function spanned({ children }: HtmlElement): number {
  return children.reduce((sum, it) => sum + (typeof it === 'string' ? 0 : Number(it.attributes.span ?? 1)), 0)
}

function withoutNumbers({ attributes, children }: HtmlElement): void {
  delete attributes.reversed
  for (const child of children) if (typeof child !== 'string' && child.tag === 'li') delete child.attributes.value
}
