import { foldLines } from './fold-lines.ts'
import { layOut } from './html-lines.ts'
import type { HtmlNode } from './html-node.ts'
import { parseHtml, writeHtml } from './html-tree.ts'
import type { MailFacts } from './mail-facts.ts'

export interface FoldedHtml {
  visible: string
  /** Null if nothing is folded. */
  folded: string | null
}

/** Lays the HTML out in lines, classifies them like lines of text, and splits the tree. */
export function foldHtml(html: string, facts: MailFacts): FoldedHtml {
  const tree = parseHtml(html)
  const { lines, leafLines } = layOut(tree)
  const isFolded = foldLines(lines, facts)
  if (!lines.some((line, at) => isFolded[at] && line.text.trim() !== '')) return { visible: html, folded: null }
  const leaves = leafLines.map(line => isFolded[line] ?? false)
  return { visible: writeHtml(pickLeaves(tree, leaves, false)), folded: writeHtml(pickLeaves(tree, leaves, true)) }
}

/** A copy of the tree with the leaves of one side, in the order of `layOut`. */
export function pickLeaves(tree: readonly HtmlNode[], leaves: readonly boolean[], wanted: boolean): HtmlNode[] {
  let leaf = 0
  const copy = (nodes: readonly HtmlNode[]): HtmlNode[] => {
    const kept: HtmlNode[] = []
    for (const node of nodes) {
      if (typeof node === 'string' || node.children.length === 0) {
        if (leaves[leaf++] === wanted) kept.push(node)
      } else {
        const children = copy(node.children)
        if (children.length > 0) kept.push({ ...node, children })
      }
    }
    return kept
  }
  return copy(tree)
}
