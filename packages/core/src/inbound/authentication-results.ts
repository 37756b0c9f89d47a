/** One result of an Authentication-Results header: `dkim=pass header.d=acme.example` (RFC 8601, section 2.2). */
export type AuthenticationResult = { method: string; result: string; properties: Map<string, string> }
export type AuthenticationResults = { authservId: string; results: AuthenticationResult[] }

const maxLength = 20_000

/** Reads the header as its grammar has it: what stands in a comment or in quotes is never taken for a result. */
export function readAuthenticationResults(value: string): AuthenticationResults {
  const [head = [], ...parts] = splitParts(tokensOf(value.slice(0, maxLength)))
  const authservId = (head[0]?.text ?? '').toLowerCase()
  return { authservId, results: parts.flatMap(readResult) }
}

/** `isWord`: bare, not from quotes. Only bare words name methods and results. */
type Token = { text: string; isWord: boolean }

function tokensOf(value: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < value.length; ) {
    const char = value[at] ?? ''
    if (/\s/.test(char)) at += 1
    else if (char === '(') at = skipComment(value, at)
    else if (char === '"') {
      const { text, end } = readQuoted(value, at)
      tokens.push({ text, isWord: false })
      at = end
    } else if (char === ';' || char === '=') {
      tokens.push({ text: char, isWord: true })
      at += 1
    } else {
      let end = at
      while (end < value.length && !/[\s()";=]/.test(value[end] ?? '')) end += 1
      // A lone closing bracket is nothing.
      tokens.push({ text: value.slice(at, Math.max(end, at + 1)), isWord: true })
      at = Math.max(end, at + 1)
    }
  }
  return tokens
}

/** Comments nest (RFC 5322, section 3.2.2). One that never ends takes the rest. */
function skipComment(value: string, start: number): number {
  let depth = 0
  for (let at = start; at < value.length; at += 1) {
    const char = value[at]
    if (char === '\\') at += 1
    else if (char === '(') depth += 1
    else if (char === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return value.length
}

function readQuoted(value: string, start: number): { text: string; end: number } {
  let text = ''
  for (let at = start + 1; at < value.length; at += 1) {
    const char = value[at]
    if (char === '"') return { text, end: at + 1 }
    if (char === '\\') at += 1
    text += value[at] ?? ''
  }
  return { text, end: value.length }
}

function splitParts(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.isWord && token.text === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

/** `method[/version] = result`, then `reason = …` and `ptype.property = value`. */
function readResult([method, equals, result, ...rest]: Token[]): AuthenticationResult[] {
  if (!method?.isWord || equals?.text !== '=' || !equals.isWord || !result?.isWord) return []
  const properties = new Map<string, string>()
  for (let at = 0; at + 2 < rest.length; at += 1) {
    const [name, is, value] = rest.slice(at, at + 3)
    if (!name?.isWord || !is?.isWord || is.text !== '=' || !value) continue
    properties.set(name.text.toLowerCase(), value.text.toLowerCase())
    at += 2
  }
  const [name = ''] = method.text.toLowerCase().split('/', 1)
  return [{ method: name, result: result.text.toLowerCase(), properties }]
}
