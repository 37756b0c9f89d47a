import { type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes, Parser, html as standard, type Token } from 'parse5'
import { isFormatting, isVoid } from './html-elements.ts'
import type { Accept, Attributes, HtmlElement } from './html-node.ts'
import { HtmlWords } from './html-words.ts'
import { ALLOWED_TAGS } from './sanitise-tags.ts'

/** Deep enough for any mail; deeper content keeps its text and loses its tags. Browsers stop at 512. */
export const MAX_DEPTH = 250
/** The most formatting elements that may be open at once: a browser creates each of them again in every later block. */
export const MAX_FORMATTING = 20
/** With this limit Chromium opens the slowest of `amplified-mails.ts` in about a second; the largest real mail had 3,900. */
export const MAX_ELEMENTS = 8_000
/** The budget for elements that are created again, beyond the length of the source. */
const COPY_ROOM = 64_000
const COPY_COST = 30

export type BuiltElement = DefaultTreeAdapterTypes.Element

/**
 * Builds the tree of the HTML standard from the allowed tags. Its limits remove tags and
 * never text; within the limits the tree is that of a browser.
 * https://html.spec.whatwg.org/multipage/parsing.html#tree-construction
 */
export class MailParser extends Parser<DefaultTreeAdapterMap> {
  accept: Accept = tag => ({ tag, attributes: {}, children: [] })
  readonly words = new HtmlWords(this)
  /** The element for a start tag, by its attribute list, which all elements from that tag share. */
  readonly accepted = new Map<Token.Attribute[], HtmlElement>()
  maxElements = MAX_ELEMENTS
  /** The limit of elements was reached; the rest became text. */
  isFull = false
  private copyRoom = COPY_ROOM
  private elements = 0
  private readonly built = new Set<Token.Attribute[]>()
  private readonly dropped = new Map<string, number>()
  private body: BuiltElement | null = null

  read(source: string): DefaultTreeAdapterTypes.ChildNode[] {
    this.copyRoom += source.length
    this.tokenizer.write(source, true)
    const root = this.document.childNodes[0]
    return root && 'childNodes' in root ? root.childNodes : []
  }

  override onStartTag(token: Token.TagToken): void {
    if (this.words.takesStart(token)) return
    const { tagName } = token
    if (tagName === 'body') this.openBody(token)
    else if (tagName === 'xmp') this.open('pre', token)
    else if (tagName === 'textarea') this.open('span', token)
    else if (allowed.has(tagName)) this.open(tagName, token)
  }

  override onEndTag(token: Token.TagToken): void {
    if (this.words.takesEnd(token)) return
    const tagName = token.tagName === 'xmp' ? 'pre' : token.tagName === 'textarea' ? 'span' : token.tagName
    if (!allowed.has(tagName) || this.wasDropped(tagName) || this.endsBody(tagName)) return
    super.onEndTag({ ...token, tagName, tagID: standard.getTagID(tagName) })
  }

  override onCharacter(token: Token.CharacterToken): void {
    const chars = this.words.textOf(token.chars)
    if (chars === '') return
    this.stopCopies()
    super.onCharacter({ ...token, chars })
  }

  override onWhitespaceCharacter(token: Token.CharacterToken): void {
    const chars = this.words.textOf(token.chars)
    if (chars !== '') super.onWhitespaceCharacter({ ...token, chars })
  }

  override onNullCharacter(): void {}
  override onComment(): void {}
  override onDoctype(): void {}

  override onEof(token: Token.EOFToken): void {
    this.words.end(this.tokenizer.state)
    super.onEof(token)
  }

  override _createElement(...given: Parameters<Parser<DefaultTreeAdapterMap>['_createElement']>): BuiltElement {
    const attributes = given[2]
    this.elements++
    if (this.built.has(attributes)) this.copyRoom -= COPY_COST + lengthOf(attributes)
    this.built.add(attributes)
    return super._createElement(...given)
  }

  /** The body becomes a block that lasts to the end: content after its end tag belongs to it. */
  private openBody(token: Token.TagToken): void {
    if (this.body !== null || this.openElements.depth > 1) return
    this.open('div', token)
    this.body = this.openElements.current as BuiltElement
  }

  private endsBody(tag: string): boolean {
    if (tag !== 'div' || this.body === null) return false
    return this.openElements.items[this.openElements.indexOfTopmost(standard.TAG_ID.DIV)] === this.body
  }

  private open(tagName: string, token: Token.TagToken): void {
    if (this.isTooMuch(tagName)) {
      this.drop(tagName)
      return
    }
    this.stopCopies()
    const element = this.accept(tagName, attributesOf(token), token.tagName)
    const attrs = Object.entries(element.attributes).map(([name, value]) => ({ name, value }))
    this.accepted.set(attrs, element)
    super.onStartTag({ ...token, tagName, tagID: standard.getTagID(tagName), attrs })
  }

  private isTooMuch(tag: string): boolean {
    if (this.isFull) return true
    if (this.elements >= this.maxElements) {
      this.closeAll()
      return true
    }
    if (isVoid(tag)) return false
    return this.openElements.depth > MAX_DEPTH || (isFormatting(tag) && tag !== 'a' && this.isFormattingFull())
  }

  /** The text that follows is separate, and not moved in front of an open table. */
  private closeAll(): void {
    this.isFull = true
    this.openElements.shortenToLength(1)
    while (this.activeFormattingElements.newest) this.activeFormattingElements.clearToLastMarker()
    this._resetInsertionMode()
  }

  private isFormattingFull(): boolean {
    let count = 0
    let entry = this.activeFormattingElements.newest
    // Up to the marker that a cell sets. One link at most is open beside them.
    for (; entry && 'element' in entry && count < MAX_FORMATTING; entry = entry.older)
      if (entry.token.tagName !== 'a') count++
    return count >= MAX_FORMATTING
  }

  private drop(tag: string): void {
    if (!isFormatting(tag)) this.words.separate()
    if (!isVoid(tag)) this.dropped.set(tag, (this.dropped.get(tag) ?? 0) + 1)
  }

  private wasDropped(tag: string): boolean {
    const count = this.dropped.get(tag) ?? 0
    if (count > 0) this.dropped.set(tag, count - 1)
    return count > 0
  }

  /** A mail above the budget gets no more copies: open formatting ends with its block. */
  private stopCopies(): void {
    if (this.copyRoom < 0) this.activeFormattingElements.clearToLastMarker()
  }
}

const allowed = new Set(ALLOWED_TAGS)

function attributesOf({ attrs }: Token.TagToken): Attributes {
  const attributes: Attributes = Object.create(null)
  for (const { name, value } of attrs) attributes[name] = value.replaceAll('\r', '\n').replaceAll('\0', '')
  return attributes
}

const lengthOf = (attributes: readonly Token.Attribute[]): number =>
  attributes.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
