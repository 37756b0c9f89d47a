import { Token, type Tokenizer, TokenizerMode } from 'parse5'

/** A `<style>` block; the caller may inline its rules. */
export type StyleBlock = { css: string; media: string }

/**
 * Selects the visible text of the source: text of forms that a browser shows, but not of scripts and
 * titles. Adds a blank between words that only the layout of a form separates.
 */
export class HtmlWords {
  readonly styles: StyleBlock[] = []
  /** The source ended inside a tag, a comment or an element whose content is not read as tags. */
  isCutShort = false
  /** Is the content of the element that starts here text up to its end tag? */
  isRaw: (tag: string, offset: number) => boolean = () => true
  private readonly parser: TextParser
  private raw: string | null = null
  private isSeparate = false
  private last = ' '

  constructor(parser: TextParser) {
    this.parser = parser
  }

  /** True if this start tag creates no element. */
  takesStart(token: Token.TagToken): boolean {
    const { tagName } = token
    if (tagName === 'input') this.write(token)
    if (APART.has(tagName)) this.separate()
    const mode = RAW.get(tagName)
    const { tokenizer } = this.parser
    if (mode === undefined || !this.isRaw(tagName, tokenizer.preprocessor.offset)) return false
    tokenizer.state = mode
    this.raw = tagName
    if (tagName === 'style')
      this.styles.push({ css: '', media: token.attrs.find(it => it.name === 'media')?.value ?? '' })
    return !SHOWN.has(tagName)
  }

  takesEnd({ tagName }: Token.TagToken): boolean {
    if (APART.has(tagName)) this.separate()
    if (this.raw === null) return false
    this.raw = null
    return !SHOWN.has(tagName)
  }

  /** The visible part of this text. */
  textOf(chars: string): string {
    if (this.raw !== null && !SHOWN.has(this.raw)) {
      const block = this.raw === 'style' ? this.styles.at(-1) : undefined
      if (block) block.css += chars
      return ''
    }
    const blank = this.isSeparate && !/\s/.test(this.last) && !/^\s/.test(chars) ? ' ' : ''
    this.isSeparate = false
    this.last = chars.at(-1) ?? this.last
    return blank + chars.replaceAll('\r', '\n').replace(PILE, '$1')
  }

  /** Separates the next text from the word before it. */
  separate(): void {
    this.isSeparate = true
  }

  end(state: number): void {
    this.isCutShort = this.raw !== null || state !== TokenizerMode.DATA
  }

  private write({ attrs }: Token.TagToken): void {
    const kind = attrs.find(it => it.name === 'type')?.value.toLowerCase() ?? 'text'
    const chars = attrs.find(it => it.name === 'value')?.value.replaceAll('\0', '') ?? ''
    this.separate()
    if (chars.trim() !== '' && !WORDLESS.has(kind))
      this.parser.onCharacter({ type: Token.TokenType.CHARACTER, chars, location: null })
    this.separate()
  }
}

/** A browser draws combining marks of one letter in more than linear time; no script has this many. */
const PILE = /(\p{M}{30})\p{M}+/gu

type TextParser = { tokenizer: Tokenizer; onCharacter(token: Token.CharacterToken): void }

/** Elements whose content the tokenizer reads as text. */
const RAW = new Map<string, Tokenizer['state']>([
  ...['style', 'xmp', 'iframe', 'noembed', 'noframes'].map((tag): [string, number] => [tag, TokenizerMode.RAWTEXT]),
  ...['title', 'textarea'].map((tag): [string, number] => [tag, TokenizerMode.RCDATA]),
  ['script', TokenizerMode.SCRIPT_DATA],
])
const SHOWN = new Set(['textarea', 'xmp'])
const APART = new Set(['textarea', 'option', 'optgroup', 'select', 'button', 'legend', 'label'])
/** Inputs whose value a browser does not show. */
const WORDLESS = new Set(['hidden', 'password', 'checkbox', 'radio', 'file', 'image', 'color', 'range'])
