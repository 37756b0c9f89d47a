import { parseAst } from 'rolldown/parseAst'

// Texts of a source file. By the parser, because a search would confuse strings, comments and names.

export type Text = { line: number; text: string }
type Node = { type: string; start: number; end: number; value?: unknown; callee?: unknown; arguments?: unknown[] }

/** Strings, templates and the texts of elements, without imports and types. */
export function stringsOf(file: string, source: string): Text[] {
  const texts: Text[] = []
  visit(parse(file, source), node => {
    const text = textOf(node)
    if (text !== null) texts.push({ line: lineAt(source, node.start), text })
    return node.type !== 'ImportDeclaration' && node.type !== 'TSLiteralType'
  })
  return texts
}

export function commentsOf(file: string, source: string): Text[] {
  let code = source
  visit(parse(file, source), ({ type, start, end }) => {
    const isText = type === 'Literal' || type === 'JSXText' || type === 'TemplateElement'
    if (isText) code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, '_') + code.slice(end)
    return !isText
  })
  const comments = code.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*/g)
  return [...comments].map(({ 0: text, index }) => ({ line: lineAt(source, index), text: withoutCode(text) }))
}

/** The names of tests, in the file of a test. */
export function testNamesOf(file: string, source: string): Text[] {
  const texts: Text[] = []
  visit(parse(file, source), node => {
    const [name] = node.type === 'CallExpression' && isTest(node.callee) ? (node.arguments ?? []) : []
    visit(name, part => {
      const text = textOf(part)
      if (text !== null) texts.push({ line: lineAt(source, part.start), text })
      return part.type !== 'ArrayExpression'
    })
    return true
  })
  return texts
}

/** `it(…)`, `test.each(…)(…)`, `describe.skip(…)`. */
function isTest(callee: unknown): boolean {
  const { type, name, object, callee: inner } = callee as { type: string; name?: string; object?: unknown } & Node
  if (type === 'Identifier') return /^(it|test|describe)$/.test(name ?? '')
  return type === 'MemberExpression' ? isTest(object) : type === 'CallExpression' && isTest(inner)
}

const parse = (file: string, source: string) => parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' })

const lineAt = (source: string, start: number) => source.slice(0, start).split('\n').length

/** Names in backticks are code. */
const withoutCode = (comment: string) => comment.replace(/`[^`\n]*`/g, '')

function textOf({ type, value }: Node): string | null {
  if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') return value
  return type === 'TemplateElement' ? (value as { raw: string }).raw : null
}

/** `onNode` returns whether to visit what is in the node. */
function visit(node: unknown, onNode: (node: Node) => boolean): void {
  if (Array.isArray(node)) for (const it of node) visit(it, onNode)
  else if (node && typeof node === 'object') {
    if ('type' in node && !onNode(node as Node)) return
    for (const child of Object.values(node)) visit(child, onNode)
  }
}
