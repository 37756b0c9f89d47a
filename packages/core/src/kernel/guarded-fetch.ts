import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { DeskError } from '@gotrs/contract/errors'
import { plainAddress } from './addresses.ts'
import type { AddressGuard, ResolvedAddress } from './private-hosts.ts'

export type GuardedRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string | Buffer
  /** For the whole request: name resolution, redirects and the last byte. */
  timeoutMs: number
  maxBytes: number
  /** Redirects are followed only without a body; with one, the redirect itself is the answer. */
  maxRedirects: number
  /** Only the status counts: a body that cannot be read is left out. */
  isBodyOptional?: boolean
  /** Checked before the body is read. */
  accept?(contentType: string): boolean
}

export type GuardedAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer; url: string }

export type FetchProblem =
  | 'bad_url'
  | 'timed_out'
  | 'unreachable'
  | 'too_large'
  | 'too_many_redirects'
  | 'encoded'
  | 'not_accepted'

/** An external address gave no usable answer. `detail` is for a person; it contains no secret. */
export class FetchFailure extends Error {
  readonly problem: FetchProblem
  readonly detail: string

  constructor(problem: FetchProblem, detail: string) {
    super(`${problem}: ${detail}`)
    this.name = 'FetchFailure'
    this.problem = problem
    this.detail = detail
  }
}

/**
 * Sends a request to an address that a person entered, without identifying that person. Resolves the name once, checks
 * every address of it, and connects only to a checked address; each redirect is handled the same way.
 * @throws FetchFailure; DeskError `address_not_allowed`
 */
export async function guardedFetch(guard: AddressGuard, url: string, options: GuardedRequest): Promise<GuardedAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  try {
    return await follow(guard, url, options, signal)
  } catch (error) {
    if (signal.aborted) throw new FetchFailure('timed_out', `no answer within ${options.timeoutMs / 1000} s`)
    if (error instanceof FetchFailure || error instanceof DeskError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new FetchFailure('unreachable', code ?? message)
  }
}

async function follow(guard: AddressGuard, from: string, options: GuardedRequest, signal: AbortSignal) {
  let url = readUrl(from)
  let headers = options.headers ?? {}
  for (let hop = 0; ; hop++) {
    const response = await send(guard, url, { ...options, headers }, signal)
    const next = options.body === undefined ? redirectOf(response, url) : null
    if (!next) return { ...(await read(response, options)), url: url.href }
    response.destroy()
    if (hop >= options.maxRedirects) throw new FetchFailure('too_many_redirects', `more than ${options.maxRedirects}`)
    // Headers for one server must not reach another.
    if (next.origin !== url.origin) headers = {}
    url = next
  }
}

function readUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base?.href) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new FetchFailure('bad_url', 'not a web address')
  if (url.username || url.password) throw new FetchFailure('bad_url', 'it contains a user name or password')
  if (!isHarmless(portOf(url))) throw new FetchFailure('bad_url', `port ${portOf(url)} is not for the web`)
  return url
}

const portOf = ({ port, protocol }: URL) => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port))

// Services that could read a request as commands: the high "bad ports" of the fetch standard, and databases.
const harmful = new Set([
  ...[
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
  ],
  ...[1433, 1521, 2375, 2379, 3306, 5432, 5984, 6379, 6380, 9042, 9200, 9300, 11211, 27017],
])
const isHarmless = (port: number) => port === 80 || port === 443 || (port >= 1024 && !harmful.has(port))

async function send(
  guard: AddressGuard,
  url: URL,
  options: GuardedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = await orAborted(guard.resolve(host), signal)
  const socket = await open(url, host, address, signal)
  return new Promise((resolve, reject) => {
    const sent = request({
      method: options.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      headers: {
        accept: '*/*',
        'user-agent': 'GOTRS',
        ...options.headers,
        host: url.host,
        // A small compressed answer could expand into a very large one.
        'accept-encoding': 'identity',
        connection: 'close',
        ...(options.body === undefined ? {} : { 'content-length': Buffer.byteLength(options.body) }),
      },
      createConnection: () => socket,
      signal,
    })
    sent.once('response', resolve).once('error', reject)
    // RFC 9110, section 7.8: the request does not offer another protocol.
    sent.once('upgrade', (_response, upgraded) => upgraded.destroy(new Error('another protocol')))
    sent.end(options.body)
  })
}

/** Connects only to the checked address; TLS verifies the name. */
async function open(
  url: URL,
  host: string,
  { address, family }: ResolvedAddress,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: address, family, port: portOf(url), signal })
  await event(socket, 'connect')
  const reached = plainAddress(socket.remoteAddress ?? '')
  if (reached?.address !== plainAddress(address)?.address) {
    socket.destroy()
    throw new DeskError('address_not_allowed', { host })
  }
  if (url.protocol === 'http:') return socket
  const secure = connectTls({ socket, host, servername: isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] })
  await event(secure, 'secureConnect')
  return secure
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) return null
  return readUrl(headers.location, from)
}

async function read(response: IncomingMessage, options: GuardedRequest): Promise<Omit<GuardedAnswer, 'url'>> {
  const { statusCode: status = 0, headers } = response
  try {
    return { status, headers, body: await readBody(response, options) }
  } catch (error) {
    if (!options.isBodyOptional || !(error instanceof FetchFailure)) throw error
    return { status, headers, body: Buffer.alloc(0) }
  } finally {
    response.destroy()
  }
}

async function readBody(response: IncomingMessage, { maxBytes, accept }: GuardedRequest): Promise<Buffer> {
  const { headers } = response
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.trim().toLowerCase() !== 'identity') throw new FetchFailure('encoded', encoding.slice(0, 40))
  const contentType = headers['content-type'] ?? ''
  if (accept && !accept(contentType)) throw new FetchFailure('not_accepted', contentType.slice(0, 100) || 'no type')
  const tooLarge = new FetchFailure('too_large', `more than ${maxBytes} bytes`)
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function event(socket: Socket, name: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(name, resolve).once('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
  })
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
