/** The shape of `resolve` in node:dns/promises: rows for TXT, names, addresses or `{exchange, priority}`. */
export type Resolve = (name: string, type: string) => Promise<unknown>

/** Enough for the limits of RFC 7208 for one SPF record with `mx` terms, and the keys and policies of a real mail. */
const MAX_LOOKUPS = 150
/** RFC 8301 asks for keys up to 4096 bits, which is below 1 KiB; a longer record has no usable key. */
const MAX_ROW = 8 * 1024
const MAX_ROWS = 100

const failure = (code: string) => Object.assign(new Error(`DNS: ${code}`), { code })

/**
 * One resolver for all checks of a mail: it sends each query once, limits their number, and waits for none beyond
 * the deadline. It answers names that cannot exist itself, so that a mail cannot use them to fake a DNS failure.
 */
export function boundedResolver(resolve: Resolve, timeoutMs: number): { resolve: Resolve; close(): void } {
  const answers = new Map<string, Promise<unknown>>()
  const deadline = Promise.withResolvers<never>()
  deadline.promise.catch(() => undefined)
  const timer = setTimeout(() => deadline.reject(failure('ETIMEOUT')), timeoutMs)
  const ask = (name: string, type: string) => {
    if (!canExist(name)) return Promise.reject(failure('ENOTFOUND'))
    if (answers.size >= MAX_LOOKUPS) return Promise.reject(failure('ETIMEOUT'))
    return Promise.race([call(resolve, name, type), deadline.promise]).then(bounded)
  }
  return {
    resolve: (name, type) => {
      const key = `${type} ${name.toLowerCase()}`
      const answer = answers.get(key) ?? ask(name, type)
      answers.set(key, answer)
      return answer
    },
    close: () => clearTimeout(timer),
  }
}

async function call(resolve: Resolve, name: string, type: string): Promise<unknown> {
  try {
    return await resolve(name, type)
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code
    if (code === 'EBADNAME') throw failure('ENOTFOUND')
    throw failure(typeof code === 'string' ? code : 'ESERVFAIL')
  }
}

/** RFC 1035, section 2.3.4. */
const canExist = (name: string) =>
  name.length <= 253 &&
  name
    .replace(/\.$/, '')
    .split('.')
    .every(label => label.length >= 1 && label.length <= 63)

function bounded(answer: unknown): unknown {
  if (!Array.isArray(answer)) throw failure('ENODATA')
  return answer.slice(0, MAX_ROWS).filter(row => sizeOf(row) <= MAX_ROW)
}

const sizeOf = (row: unknown) => (Array.isArray(row) ? row.join('').length : String(row).length)
