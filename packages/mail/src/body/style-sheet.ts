import { styleEntries } from './sanitise-style.ts'

/** `tag.class#id` in lower case; an empty tag matches any. */
export type Compound = { tag: string; id: string; classes: string[] }

export type StyleRule = {
  /** The element first, then the required ancestors, nearest first. */
  compounds: Compound[]
  /** Ids, classes and tags in one number; if equal, the later rule wins. */
  specificity: number
  declarations: [property: string, value: string][]
}

const MAX_CSS = 256 * 1024
const MAX_RULES = 3_000
const MAX_SELECTORS = 100
const MAX_COMPOUNDS = 4
const COMPOUND = /^(?:\*|[a-z][a-z0-9]{0,30})?(?:[.#][\w-]{1,80}){0,6}$/
/** Media of a screen; narrower ones are for phones. */
const SCREEN = /^\s*(?:(?:all|screen)\s*(?:,.*)?)?$/i

/**
 * The rules of a mail's `<style>` blocks with simple selectors (tags, classes, ids, and ancestors), with
 * harmless declarations. At-rules are ignored. Null if there are more rules than any real mail has.
 */
export function parseStyleSheet(blocks: readonly { css: string; media: string }[]): StyleRule[] | null {
  const wanted = blocks.filter(it => SCREEN.test(it.media.slice(0, 200))).map(it => it.css)
  if (wanted.reduce((sum, css) => sum + css.length, 0) > MAX_CSS) return null
  const rules: StyleRule[] = []
  for (const css of wanted) {
    for (const { prelude, body } of blocksOf(withoutComments(css))) {
      const declarations = styleEntries(body)
      if (declarations.length > 0) rules.push(...rulesOf(prelude, declarations))
      if (rules.length > MAX_RULES) return null
    }
  }
  return rules
}

function withoutComments(css: string): string {
  const kept: string[] = []
  let pos = 0
  for (let open = css.indexOf('/*'); open >= 0; open = css.indexOf('/*', pos)) {
    kept.push(css.slice(pos, open))
    const close = css.indexOf('*/', open + 2)
    pos = close < 0 ? css.length : close + 2
  }
  return [...kept, css.slice(pos)].join(' ').replaceAll('<!--', ' ').replaceAll('-->', ' ')
}

function* blocksOf(css: string): Generator<{ prelude: string; body: string }> {
  let pos = 0
  while (pos < css.length) {
    const open = css.indexOf('{', pos)
    if (open < 0) return
    const prelude = css.slice(pos, open).trim()
    const semicolon = prelude.startsWith('@') ? css.indexOf(';', pos) : -1
    if (semicolon >= 0 && semicolon < open) {
      pos = semicolon + 1
      continue
    }
    const close = prelude.startsWith('@') ? endOfBlock(css, open) : css.indexOf('}', open)
    const end = close < 0 ? css.length : close
    if (!prelude.startsWith('@')) yield { prelude, body: css.slice(open + 1, end) }
    pos = end + 1
  }
}

function endOfBlock(css: string, open: number): number {
  let depth = 0
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++
    else if (css[at] === '}' && --depth === 0) return at
  }
  return css.length
}

function rulesOf(prelude: string, declarations: StyleRule['declarations']): StyleRule[] {
  const selectors = prelude.toLowerCase().split(',', MAX_SELECTORS)
  return selectors.flatMap(selector => {
    const compounds = selector.trim().split(/\s+/, MAX_COMPOUNDS + 1)
    if (compounds.length > MAX_COMPOUNDS || !compounds.every(it => it !== '' && COMPOUND.test(it))) return []
    const parsed = compounds.map(compoundOf).reverse()
    return [{ compounds: parsed, specificity: parsed.reduce((sum, it) => sum + weightOf(it), 0), declarations }]
  })
}

function compoundOf(selector: string): Compound {
  const tag = /^[a-z][a-z0-9]*/.exec(selector)?.[0] ?? ''
  const names = selector.match(/[.#][\w-]+/g) ?? []
  const ids = names.filter(it => it.startsWith('#'))
  const classes = names.filter(it => it.startsWith('.')).map(it => it.slice(1))
  return { tag, id: ids.at(-1)?.slice(1) ?? '', classes }
}

/** https://www.w3.org/TR/selectors-3/#specificity */
function weightOf({ tag, id, classes }: Compound): number {
  return (id ? 10_000 : 0) + classes.length * 100 + (tag ? 1 : 0)
}
