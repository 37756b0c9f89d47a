import type { HtmlNode } from '../../src/body/html-node.ts'

/** A tree as one line, with elements, attributes and texts. */
export function outlineOf(nodes: readonly HtmlNode[]): string {
  return nodes
    .map(node => {
      if (typeof node === 'string') return JSON.stringify(node)
      const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${value}`)
      return `${node.tag}[${attributes.join(' ')}](${outlineOf(node.children)})`
    })
    .join(',')
}
