// biome-ignore lint/style/noRestrictedImports: the rule keeps I/O out of the package; a test reads its vectors.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { boundedResolver, type Resolve } from './bounded-resolver.ts'
import { checkSpf } from './spf.ts'

/** The test suite of RFC 7208 by the authors of SPF, release 2014.05, converted from YAML to JSON; its licence is beside it. */
const file = new URL('./vectors/spf-rfc7208.json', import.meta.url)

type Record = string | { [type: string]: string | string[] | [number, string] }
type Suite = {
  description: string
  tests: { [name: string]: { helo: string; host: string; mailfrom: string; result: string | string[] } }
  zone: { [name: string]: Record[] }
}

const suites = JSON.parse(readFileSync(file, 'utf8')) as Suite[]

const failure = (code: string) => Object.assign(new Error(code), { code })

/** If a name has no TXT record, its records of type SPF count as TXT, as the schema of the suite says. */
function zoneResolver(zone: Suite['zone']): Resolve {
  const names = new Map(Object.entries(zone).map(([name, records]) => [name.toLowerCase(), records]))
  const resolve: Resolve = async (name, type) => {
    const records = names.get(name.toLowerCase().replace(/\.$/, ''))
    if (!records) throw failure('ENOTFOUND')
    const of = (wanted: string) =>
      records.flatMap(it => (typeof it === 'object' && wanted in it ? [it[wanted]] : [])).filter(it => it !== 'NONE')
    const alias = of('CNAME')[0]
    if (typeof alias === 'string') return resolve(alias, type)
    const hasTxt = records.some(it => typeof it === 'object' && 'TXT' in it)
    const found = of(type === 'TXT' && !hasTxt ? 'SPF' : type)
    if (found.includes('TIMEOUT') || (found.length === 0 && records.includes('TIMEOUT'))) throw failure('ETIMEOUT')
    if (found.length === 0) throw failure('ENODATA')
    return found.map(value => rowOf(type, value))
  }
  return resolve
}

function rowOf(type: string, value: unknown): unknown {
  if (type === 'TXT') return [value].flat().map(it => unescaped(String(it)))
  if (type !== 'MX' || !Array.isArray(value)) return value
  return { priority: Number(value[0]), exchange: String(value[1]) }
}

const unescaped = (text: string) =>
  text.replace(/\\0/g, '\0').replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

describe.each(suites)('SPF: $description', ({ tests, zone }) => {
  it.each(Object.entries(tests))('%s', async (_name, { helo, host, mailfrom, result }) => {
    const dns = boundedResolver(zoneResolver(zone), 5_000)
    const found = await checkSpf({ client: { address: host, name: helo }, envelopeFrom: mailfrom }, dns.resolve, 5_000)
    dns.close()
    expect([result].flat()).toContain(found.result)
  })
})
