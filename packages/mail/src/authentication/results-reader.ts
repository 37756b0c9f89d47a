/** Characters that need no quotes, or that servers leave unquoted. */
const WORD = /[^\s()";]+/y

/** Reads the tokens of an Authentication-Results header (RFC 8601, section 2.2), from left to right and never back. */
export class ResultsReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** A Keyword: letters, digits and hyphens. Some servers write an underscore. */
  name(): string | null {
    this.#skipBlanks()
    return this.#match(/[a-z0-9_-]+/iy)
  }

  take(char: string): boolean {
    this.#skipBlanks()
    if (this.#text[this.#at] !== char) return false
    this.#at += 1
    return true
  }

  /**
   * A pvalue: a word, or a string in quotes, which may be the local part of an address. The `@` and the domain behind
   * it belong to the value. Servers also leave characters unquoted that need quotes, such as `=` at the end of base64.
   */
  value(): string | null {
    this.#skipBlanks()
    const first = this.#text[this.#at] === '"' ? this.#quoted() : this.#match(WORD)
    if (!first) return null
    const isQuoted = this.#text[this.#at - 1] === '"'
    // Text directly after it is ambiguous: some readers treat it as a separate value.
    if (!this.#isBetweenTokens()) return null
    this.#skipBlanks()
    if (this.#text[this.#at] !== '@') return first
    const domain = this.#match(WORD) ?? ''
    const hasOneAt = domain.lastIndexOf('@') === 0 && (isQuoted || !first.includes('@'))
    return hasOneAt && this.#isBetweenTokens() ? first + domain : null
  }

  isAtEndOfPart(): boolean {
    this.#skipBlanks()
    return this.#at >= this.#text.length || this.#text[this.#at] === ';'
  }

  /** Skips to after the next semicolon outside comments and quotes. */
  nextPart(): boolean {
    while (!this.isAtEndOfPart()) {
      if (this.#text[this.#at] === '"') this.#quoted()
      else this.#at += 1
    }
    this.#at += 1
    return this.#at <= this.#text.length
  }

  #isBetweenTokens(): boolean {
    const next = this.#text[this.#at]
    return next === undefined || /[\s;(@]/.test(next)
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    this.#at += found?.length ?? 0
    return found
  }

  /** Null if it never ends. */
  #quoted(): string | null {
    let text = ''
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at]
      if (char === '"') {
        this.#at += 1
        return text
      }
      if (char === '\\') this.#at += 1
      text += this.#text[this.#at] ?? ''
    }
    return null
  }

  /** White space and comments, which nest (RFC 5322, section 3.2.2). A comment that never ends extends to the end. */
  #skipBlanks(): void {
    let depth = 0
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at] ?? ''
      if (char === '(') depth += 1
      else if (depth > 0 && char === ')') depth -= 1
      else if (depth > 0 && char === '\\') this.#at += 1
      else if (depth === 0 && !/\s/.test(char)) return
    }
  }
}
