export type Attributes = Record<string, string>

export interface HtmlElement {
  tag: string
  attributes: Attributes
  children: HtmlNode[]
  /** The first element of the same start tag. */
  copyOf?: HtmlElement
}

/** A string is decoded text. */
export type HtmlNode = HtmlElement | string

/** Creates the element for an allowed start tag; `source` is its name in the HTML. */
export type Accept = (tag: string, attributes: Attributes, source: string) => HtmlElement
