import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPrivateHostList } from '@gotrs/core/kernel/private-hosts'
import { oldKeyList } from '@gotrs/core/kernel/secret-keys'
import { z } from 'zod'
import { isContact } from './http/security-contact.ts'

/** The settings of the HTTP server, from its environment. */
export type Settings = {
  port: number
  host: string
  baseUrl: string
  databaseUrl: string
  valkeyUrl: string | undefined
  blobsDir: string
  secretKey: string
  oldSecretKeys: string[]
  /** Written by `gotrs secrets rotate` where the desk keeps its keys itself. */
  secretKeyFile: string
  isDemo: boolean
  /** The contacts in security.txt, as URIs. */
  securityContacts: string[]
  /** Mail is caught, and only this machine can reach the desk: admins can read caught mails with their secret links. */
  hasDevelopmentInbox: boolean
  /** How many days a browser stays logged in at most, even if it is used. */
  sessionMaxDays: number
  /** How many proxies in front of the server are trusted for the caller's address. */
  trustedHops: number
  logLevel: string
  /** The folder of the built apps, with `agent` and `portal` in it. */
  webDir: string | null
  /** Who may read /metrics, as addresses and CIDR blocks. */
  metricsAllow: string[]
  /** The private hosts that the desk may connect to, as names, addresses and CIDR blocks. */
  privateHosts: string
  /** How many calls a token or session may make in a minute; 0: no limit. */
  callsPerMinute: number
  /** The built server: it picks the fields of answers and does not validate them. */
  trustsAnswers: boolean
}

const yes = ['1', 'true', 'yes', 'on']
const no = ['0', 'false', 'no', 'off']

/** What this process reads of its environment; `gotrs start` checks it before it starts anything. */
export const settingsSchema = z.object({
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .refine(
      url => !URL.canParse(url) || new URL(url).pathname === '/',
      'must have no path: GOTRS is served at the root of its host',
    )
    .optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is required and begins with postgres://' }),
  VALKEY_URL: z.url({ protocol: /^(valkey|redis)s?$/, error: 'must begin with valkey:// or redis://' }).optional(),
  BLOBS_URL: z
    .url({ protocol: /^file$/, error: 'must begin with file:///; other stores are not built in yet' })
    .optional(),
  SECRET_KEY: z
    .string('is required: at least 32 random characters (openssl rand -base64 33), kept with the backups')
    .min(32, 'needs at least 32 characters'),
  SECRET_KEYS_OLD: oldKeyList,
  DEMO: z.enum([...yes, ...no], 'must be 1 or 0').default('0'),
  SMTP_URL: z.string().optional(),
  SESSION_MAX_DAYS: z.coerce.number('must be a number of days, from 1 to 365').int().min(1).max(365).default(30),
  TRUST_PROXY: z.coerce.number('must be the number of proxies in front, 0 for none').int().min(0).max(10).default(0),
  SECURITY_CONTACT: z
    .string()
    .default('')
    .transform(text => text.split(',').flatMap(contact => contact.trim() || []))
    .refine(contacts => contacts.every(isContact), 'must be mailto:, tel: or https:// addresses, separated by commas'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WEB_DIR: z.string().optional(),
  METRICS_ALLOW: z
    .string()
    .default('127.0.0.0/8,::1')
    .transform(text => text.split(',').map(part => part.trim()))
    .refine(blocks => blocks.every(isBlock), 'must be addresses or CIDR blocks, separated by commas'),
  PRIVATE_HOSTS: z
    .string()
    .default('')
    .refine(isPrivateHostList, 'must be host names, addresses or CIDR blocks, separated by commas'),
  API_RATE_LIMIT: z.coerce
    .number('must be a number of calls a minute, or 0 for no limit')
    .int()
    .min(0)
    .max(1e9)
    .default(6_000),
})

/** Reads the environment; an empty value counts as unset. @throws Error with the whole list of what is wrong */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '')
  const parsed = settingsSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `${issue.path.join('.')} (${issue.message})`)
    throw new Error(`These settings cannot be used: ${faults.join('; ')}.`)
  }
  const it = parsed.data
  const baseUrl = new URL(it.BASE_URL ?? `http://${urlHost(it.HOST)}:${it.PORT}`).origin
  return {
    port: it.PORT,
    host: it.HOST,
    baseUrl,
    databaseUrl: it.DATABASE_URL,
    valkeyUrl: it.VALKEY_URL,
    blobsDir: it.BLOBS_URL ? fileURLToPath(it.BLOBS_URL) : join(resolve(it.DATA_DIR), 'blobs'),
    secretKey: it.SECRET_KEY,
    oldSecretKeys: it.SECRET_KEYS_OLD,
    secretKeyFile: join(resolve(it.DATA_DIR), 'secret-key'),
    isDemo: yes.includes(it.DEMO),
    securityContacts: it.SECURITY_CONTACT,
    hasDevelopmentInbox:
      it.SMTP_URL === undefined && it.TRUST_PROXY === 0 && isLoopback(it.HOST) && isLoopback(new URL(baseUrl).hostname),
    sessionMaxDays: it.SESSION_MAX_DAYS,
    trustedHops: it.TRUST_PROXY,
    logLevel: it.LOG_LEVEL,
    webDir: it.WEB_DIR ? resolve(it.WEB_DIR) : null,
    metricsAllow: it.METRICS_ALLOW,
    privateHosts: it.PRIVATE_HOSTS,
    callsPerMinute: it.API_RATE_LIMIT,
    trustsAnswers: process.env.NODE_ENV === 'production',
  }
}

/** An address or a CIDR block (RFC 4632, RFC 4291). */
function isBlock(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** Does the name or address lead to this machine and no other (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3)? */
function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

/** A listener on all addresses is reached at the local one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
