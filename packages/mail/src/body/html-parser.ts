import { type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes, Parser, html as standard, type Token } from 'parse5'
import { isFormatting, isVoid } from './html-elements.ts'
import type { Accept, Attributes, HtmlElement } from './html-node.ts'
import { HtmlWords } from './html-words.ts'
import { ALLOWED_TAGS } from './sanitise-tags.ts'

/** Deep enough for any letter; what lies deeper keeps its text and loses its tags. Browsers cut at 512. */
export const MAX_DEPTH = 250
/** So many formatting elements may be open at once: a browser builds each of them again in every block that follows. */
export const MAX_FORMATTING = 20
/** Chromium opens the slowest of `amplified-mails.ts` with so many in about a second; the largest real mail had 3,900. */
export const MAX_ELEMENTS = 8_000
/** What the elements that are built again may cost, beyond the length of the source. */
const COPY_ROOM = 64_000
const COPY_COST = 30

export type BuiltElement = DefaultTreeAdapterTypes.Element

/**
 * Builds the tree of the HTML standard out of the tags that a mail may have, and no other. Its bounds take away tags and
 * never text; what is within them is built as a browser builds it.
 * https://html.spec.whatwg.org/multipage/parsing.html#tree-construction
 */
export class MailParser extends Parser<DefaultTreeAdapterMap> {
  accept: Accept = tag => ({ tag, attributes: {}, children: [] })
  readonly words = new HtmlWords(this)
  /** What stands for a start tag, by the list of attributes that all elements built from that tag share. */
  readonly accepted = new Map<Token.Attribute[], HtmlElement>()
  maxElements = MAX_ELEMENTS
  /** There were more elements; what followed them is text. */
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

  /** The page becomes a block that lasts to the end, whatever its end tag says: what follows it is put back into it. */
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

  /** What follows is text of its own, and not moved in front of a table that is open. */
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

  /** A mail that has too much built again gets no more of it: what is open ends with its block. */
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
