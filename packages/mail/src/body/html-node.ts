export type Attributes = Record<string, string>

export interface HtmlElement {
  tag: string
  attributes: Attributes
  children: HtmlNode[]
  /** The first of the elements that were built from one start tag. */
  copyOf?: HtmlElement
}

/** A string is a text, already decoded. */
export type HtmlNode = HtmlElement | string

/** The element for a start tag that a mail may have; `source` is what the tag was called before. */
export type Accept = (tag: string, attributes: Attributes, source: string) => HtmlElement
