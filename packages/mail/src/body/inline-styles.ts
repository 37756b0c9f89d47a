import type { Attributes, HtmlElement, HtmlNode } from './html-node.ts'
import { joinStyle, styleEntries } from './sanitise-style.ts'
import type { Compound, StyleRule } from './style-sheet.ts'

/** The names of an element before it was sanitised. */
export type Origin = { tag: string; id: string; classes: Set<string> }

const MAX_STEPS = 500_000
const MAX_ADDED = 2 * 1024 * 1024

export function originOf(tag: string, attributes: Attributes): Origin {
  const classes = (attributes.class ?? '').slice(0, 1_000).toLowerCase().split(/\s+/)
  return { tag, id: (attributes.id ?? '').toLowerCase(), classes: new Set(classes) }
}

/**
 * Writes the rules into the style attributes of the elements that they select; the element's own attribute
 * comes after them. Above a limit of work or output the tree stays unchanged.
 */
export function inlineStyles(tree: HtmlNode[], rules: StyleRule[], origins: Map<HtmlElement, Origin>): void {
  const inliner = new Inliner(rules, origins)
  inliner.walk(tree, [])
  if (inliner.isBeyondBound) return
  for (const [element, style] of inliner.styles) element.attributes.style = style
}

class Inliner {
  readonly styles = new Map<HtmlElement, string>()
  private readonly origins: Map<HtmlElement, Origin>
  private readonly index = new Map<string, StyleRule[]>()
  private readonly order: Map<StyleRule, number>
  private steps = 0
  private added = 0

  constructor(rules: StyleRule[], origins: Map<HtmlElement, Origin>) {
    this.origins = origins
    this.order = new Map(rules.map((rule, at) => [rule, at]))
    for (const rule of rules) {
      const key = keyOf(rule.compounds[0])
      const known = this.index.get(key)
      if (known) known.push(rule)
      else this.index.set(key, [rule])
    }
  }

  get isBeyondBound(): boolean {
    return this.steps > MAX_STEPS || this.added > MAX_ADDED
  }

  walk(nodes: readonly HtmlNode[], ancestors: Origin[]): void {
    for (const node of nodes) {
      if (typeof node === 'string' || this.isBeyondBound) continue
      // Elements that the parser adds, such as a tbody, have no tag in the source.
      const origin = this.origins.get(node.copyOf ?? node) ?? originOf(node.tag, {})
      this.dress(node, origin, ancestors)
      if (node.children.length === 0) continue
      ancestors.push(origin)
      this.walk(node.children, ancestors)
      ancestors.pop()
    }
  }

  private dress(element: HtmlElement, origin: Origin, ancestors: readonly Origin[]): void {
    const rules = keysOf(origin)
      .flatMap(key => this.index.get(key) ?? [])
      .filter(rule => this.applies(rule, origin, ancestors))
      .sort((a, b) => a.specificity - b.specificity || (this.order.get(a) ?? 0) - (this.order.get(b) ?? 0))
    if (rules.length === 0) return
    const own = styleEntries(element.attributes.style ?? '')
    const style = joinStyle(cascade([...rules.flatMap(rule => rule.declarations), ...own]))
    this.added += style.length
    this.styles.set(element, style)
  }

  private applies({ compounds }: StyleRule, origin: Origin, ancestors: readonly Origin[]): boolean {
    this.steps++
    const [own, ...others] = compounds
    if (!own || !matches(own, origin)) return false
    let above = ancestors.length
    for (const compound of others) {
      do {
        above--
        this.steps++
      } while (above >= 0 && !matches(compound, ancestors[above]))
      if (above < 0) return false
    }
    return true
  }
}

function keyOf(compound: Compound | undefined): string {
  if (compound?.id) return `#${compound.id}`
  if (compound?.classes[0]) return `.${compound.classes[0]}`
  return compound?.tag || '*'
}

function keysOf({ tag, id, classes }: Origin): string[] {
  return [`#${id}`, ...[...classes].map(name => `.${name}`), tag, '*']
}

function matches(compound: Compound, origin: Origin | undefined): boolean {
  if (!origin || (compound.tag && compound.tag !== origin.tag)) return false
  return (!compound.id || compound.id === origin.id) && compound.classes.every(name => origin.classes.has(name))
}

/** The last of each property counts, unless an earlier one is important. */
function cascade(declarations: [string, string][]): [string, string][] {
  const kept = new Map<string, string>()
  for (const [property, value] of declarations) {
    if (isImportant(kept.get(property)) && !isImportant(value)) continue
    // A shorthand and its parts stay in their order.
    kept.delete(property)
    kept.set(property, value)
  }
  return [...kept]
}

function isImportant(value = ''): boolean {
  return /!\s*important$/i.test(value.slice(-20))
}
