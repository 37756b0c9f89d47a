import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { isVoid, SKIPPED_WITH_CONTENT } from './html-elements.ts'
import { TreeBuilder } from './html-tree-builder.ts'

export type Attributes = Record<string, string>

export interface HtmlElement {
  tag: string
  attributes: Attributes
  children: HtmlNode[]
}

/** A string is a text, already decoded. */
export type HtmlNode = HtmlElement | string

/** Decides on one start tag: the element that stands for it, or null to drop the tag and keep what is in it. */
export type Accept = (tag: string, attributes: Attributes) => HtmlElement | null

/** A `<style>` block, whose rules the caller may write into the elements. */
export type StyleBlock = { css: string; media: string }

/**
 * Parses HTML in linear time into a tree of bounded depth, without comments and scripts. A tree that was written by
 * `writeHtml` and parsed again is the same tree: elements that are not accepted never take part in the nesting.
 */
export function parseHtml(html: string, accept: Accept = acceptAll, styles: StyleBlock[] = []): HtmlNode[] {
  const source = html.replaceAll('\0', '')
  const handler = new TreeHandler(source, new TreeBuilder(accept), styles)
  const tokenizer = new Tokenizer({ decodeEntities: true }, handler)
  tokenizer.write(source)
  tokenizer.end()
  return handler.builder.finish()
}

/** Writes a tree in one canonical way, every text and value escaped. */
export function writeHtml(nodes: readonly HtmlNode[]): string {
  return nodes.map(writeNode).join('')
}

function acceptAll(tag: string, attributes: Attributes): HtmlElement {
  return { tag, attributes, children: [] }
}

function writeNode(node: HtmlNode): string {
  if (typeof node === 'string') return escapeHtml(node)
  const attributes = Object.entries(node.attributes).map(writeAttribute).join('')
  if (isVoid(node.tag)) return `<${node.tag}${attributes} />`
  return `<${node.tag}${attributes}>${writeHtml(node.children)}</${node.tag}>`
}

function writeAttribute([name, value]: [string, string]): string {
  return value === '' && name !== 'alt' ? ` ${name}` : ` ${name}="${escapeHtml(value).replaceAll('"', '&quot;')}"`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Turns the tokenizer's positions into tags, attributes and texts. */
class TreeHandler implements TokenizerCallbacks {
  private readonly source: string
  readonly builder: TreeBuilder
  private tag = ''
  private attributes: Attributes = {}
  private name = ''
  private value: string[] = []
  private skipped: string | null = null
  private readonly styles: StyleBlock[]

  constructor(source: string, builder: TreeBuilder, styles: StyleBlock[]) {
    this.source = source
    this.builder = builder
    this.styles = styles
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, end).toLowerCase()
    this.attributes = Object.create(null)
  }

  onattribname(start: number, end: number): void {
    this.name = this.source.slice(start, end).toLowerCase()
    this.value = []
  }

  onattribdata(start: number, end: number): void {
    this.value.push(this.source.slice(start, end))
  }

  onattribentity(codepoint: number): void {
    this.value.push(String.fromCodePoint(codepoint))
  }

  // The first of two attributes with one name counts, as in a browser.
  onattribend(): void {
    this.attributes[this.name] ??= this.value.join('')
  }

  onopentagend(): void {
    if (this.skipped !== null) return
    if (SKIPPED_WITH_CONTENT.has(this.tag)) this.skipped = this.tag
    else this.builder.open(this.tag, this.attributes)
    if (this.tag === 'style') this.styles.push({ css: '', media: this.attributes.media ?? '' })
  }

  onselfclosingtag(): void {
    this.onopentagend()
  }

  onclosetag(start: number, end: number): void {
    const tag = this.source.slice(start, end).toLowerCase()
    if (this.skipped === null) this.builder.close(tag)
    else if (this.skipped === tag) this.skipped = null
  }

  ontext(start: number, end: number): void {
    if (this.skipped === null) this.builder.text(this.source.slice(start, end))
    else if (this.skipped === 'style') this.addCss(this.source.slice(start, end))
  }

  ontextentity(codepoint: number): void {
    if (this.skipped === null) this.builder.text(String.fromCodePoint(codepoint))
  }

  private addCss(css: string): void {
    const block = this.styles.at(-1)
    if (block) block.css += css
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
