import { asciiDomain, hostOfAddress } from './alignment.ts'
import { ResultsReader } from './results-reader.ts'

/** One result of an Authentication-Results header: `dkim=pass header.d=acme.example` (RFC 8601, section 2.2). */
export type AuthenticationResult = {
  method: string
  result: string
  /** By names such as `smtp.mailfrom`; the domain of the value, `''` if it has no domain or occurs twice. */
  domains: ReadonlyMap<string, string>
}
export type AuthenticationResults = { authservId: string; results: AuthenticationResult[] }

const MAX_LENGTH = 20_000
const MAX_RESULTS = 100

/**
 * Reads the header by its grammar. Text in a comment or in quotes is never a result, and a quoted local part
 * belongs to its domain: `"<other.example>"@evil.example` is of evil.example. A result that does not follow the grammar
 * is ignored, and does not hide the next one. Null if no server is named.
 */
export function readAuthenticationResults(value: string): AuthenticationResults | null {
  const reader = new ResultsReader(value.slice(0, MAX_LENGTH))
  const authservId = reader.value()?.toLowerCase() ?? ''
  // The version of the format, which is always 1.
  reader.name()
  if (authservId === '' || !reader.isAtEndOfPart()) return null
  const results: AuthenticationResult[] = []
  while (reader.nextPart() && results.length < MAX_RESULTS) {
    const result = readResult(reader)
    if (result && reader.isAtEndOfPart()) results.push(result)
  }
  return { authservId, results }
}

/** `method [ "/" version ] "=" result`, then `reason = …` and `ptype "." property = pvalue`. */
function readResult(reader: ResultsReader): AuthenticationResult | null {
  const method = reader.name()
  if (reader.take('/') && !reader.name()) return null
  const result = reader.take('=') ? reader.name() : null
  if (!method || !result) return null
  const domains = new Map<string, string>()
  while (!reader.isAtEndOfPart()) {
    const property = readProperty(reader)
    if (!property) return null
    const isRepeated = domains.has(property.name) && domains.get(property.name) !== property.domain
    domains.set(property.name, isRepeated ? '' : property.domain)
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), domains }
}

function readProperty(reader: ResultsReader): { name: string; domain: string } | null {
  const type = reader.name()
  const property = reader.take('.') ? reader.name() : ''
  const value = type && property !== null && reader.take('=') ? reader.value() : null
  if (!type || !value) return null
  const name = (property ? `${type}.${property}` : type).toLowerCase()
  return { name, domain: asciiDomain(value.includes('@') ? hostOfAddress(value) : value) }
}
