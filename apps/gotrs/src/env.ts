import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { isPrivateHostList } from '@gotrs/core/kernel/private-hosts'
import { minKeyLength, oldKeyList } from '@gotrs/core/kernel/secret-keys'
import { settingsSchema as mailWorkerSettings } from '@gotrs/mail-worker/env'
import { settingsSchema as serverSettings } from '@gotrs/server/env'
import { z } from 'zod'
import { type OddName, oddNames } from './settings-typos.ts'

export interface Settings {
  port: number
  host: string
  baseUrl: string
  dataDir: string
  blobsDir: string
  databaseUrl: string | undefined
  valkeyUrl: string | undefined
  smtpInPort: number
  lmtpInPort: number
  hasDemo: boolean
  secretKey: string | undefined
  /** Keys that SECRET_KEY replaced, newest first. */
  oldSecretKeys: string[]
  /** How many proxies in front of it the server trusts. */
  trustedHops: number
  logLevel: string
  privateHosts: string
}

const portText = 'must be a port number, from 1 to 65535'
const port = z.coerce.number(portText).int(portText).min(1, portText).max(65_535, portText)
const orOffText = `${portText}, or 0 for off`
const portOrOff = z.coerce.number(orOffText).int(orOffText).min(0, orOffText).max(65_535, orOffText)
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const yes = ['1', 'true', 'yes', 'on']
const no = ['0', 'false', 'no', 'off']

const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional(),
  DATA_DIR: z.string().default('.data'),
  BLOBS_URL: z
    .url({ protocol: /^file$/, error: 'must begin with file:///; other stores are not built in yet' })
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgres://' }).optional(),
  VALKEY_URL: z.url({ protocol: /^(valkey|redis)s?$/, error: 'must begin with valkey:// or redis://' }).optional(),
  SMTP_IN_PORT: portOrOff.default(2525),
  LMTP_IN_PORT: portOrOff.default(0),
  DEMO: z.enum([...yes, ...no], 'must be 1 or 0').optional(),
  SECRET_KEY: z.string().min(minKeyLength, 'needs at least 32 characters').optional(),
  SECRET_KEYS_OLD: oldKeyList,
  TRUST_PROXY: serverSettings.shape.TRUST_PROXY,
  PRIVATE_HOSTS: z
    .string()
    .default('')
    .refine(isPrivateHostList, 'must be host names, addresses or CIDR blocks, separated by commas'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('warn'),
})

/** Reads `.env` in the working folder and the environment, which takes precedence. @throws with all wrong settings */
export function readSettings(): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const given = Object.entries(process.env).filter(([, value]) => value !== undefined && value.trim() !== '')
  const env = checked(Object.fromEntries(given))
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl: env.BASE_URL ?? `http://${urlHost(env.HOST)}:${env.PORT}`,
    dataDir: resolve(env.DATA_DIR),
    blobsDir: env.BLOBS_URL ? fileURLToPath(env.BLOBS_URL) : join(resolve(env.DATA_DIR), 'blobs'),
    databaseUrl: env.DATABASE_URL,
    valkeyUrl: env.VALKEY_URL,
    smtpInPort: env.SMTP_IN_PORT,
    lmtpInPort: env.LMTP_IN_PORT,
    hasDemo: env.DEMO === undefined ? env.DATABASE_URL === undefined : yes.includes(env.DEMO),
    secretKey: env.SECRET_KEY,
    oldSecretKeys: env.SECRET_KEYS_OLD,
    trustedHops: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    privateHosts: env.PRIVATE_HOSTS,
  }
}

// The start derives these two later: placeholders, so that the rest can be checked now.
const workedOutLater = { DATABASE_URL: 'postgres://127.0.0.1/gotrs', SECRET_KEY: '-'.repeat(32) }

/** Checks the settings of this process and of the ones that it starts, so that one message lists every problem. */
function checked(given: Record<string, string | undefined>): z.output<typeof schema> {
  const own = schema.safeParse(given)
  const others = [serverSettings, mailWorkerSettings].map(it => it.safeParse({ ...workedOutLater, ...given }))
  const faults = new Map<string, string>()
  for (const { error } of [own, ...others]) {
    for (const { path, message } of error?.issues ?? []) {
      const name = path.join('.')
      if (!faults.has(name)) faults.set(name, `${name} (${message})`)
    }
  }
  if (own.success && faults.size === 0) return own.data
  const where = existsSync('.env') ? 'in the environment or in .env' : 'in the environment'
  throw new Error(`Invalid settings, correct them ${where}: ${[...faults.values()].join('; ')}.`)
}

/** The settings of all processes, as in the table of the README. */
export const knownSettings = (): string[] => [
  ...new Set([schema, serverSettings, mailWorkerSettings].flatMap(it => Object.keys(it.shape))),
]

/** Names in `.env` and the environment that look like settings but are not. */
export function findOddNames(): OddName[] {
  const inFile = existsSync('.env') ? Object.keys(parseEnv(readFileSync('.env', 'utf8'))) : []
  return oddNames(knownSettings(), inFile, Object.keys(process.env))
}

/** The environment of a child process: our own, and the derived settings. */
export function childEnvironment(workedOut: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...workedOut }
}

/** For a command that runs in this process and reads its own settings. */
export function putIntoEnvironment(workedOut: Record<string, string>): void {
  Object.assign(process.env, workedOut)
}

export function putDefaultIntoEnvironment(name: string, value: string): void {
  process.env[name] ||= value
}

/** The folder in which the person ran the command: npm changes to the project's folder and keeps the old one here. */
export function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd()
}

/** The host part of a URL for a listener; one that listens on all addresses is reachable at localhost. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
