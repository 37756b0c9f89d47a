import { accessSync, constants } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ArrivalLimits, usualArrivalLimits } from '@gotrs/core/inbound/ledger/arrival-rate'
import { isPrivateHostList } from '@gotrs/core/kernel/private-hosts'
import { oldKeyList } from '@gotrs/core/kernel/secret-keys'
import { z } from 'zod'
import type { CertificateFiles } from './smtp-in/certificate.ts'
import { type MailServer, readSmtpUrl } from './smtp-out/smtp-url.ts'

export type Settings = {
  databaseUrl: string
  secretKey: string
  oldSecretKeys: string[]
  /** The file that `gotrs secrets rotate` writes, if the desk stores its keys itself. */
  secretKeyFile: string
  dataDir: string
  blobsDir: string
  baseUrl: string
  valkeyUrl: string | undefined
  host: string
  smtpInPort: number
  lmtpInPort: number
  /** How many mails may arrive in an hour. */
  arrivals: ArrivalLimits
  /** The certificate for STARTTLS of the SMTP listener. */
  smtpTls: CertificateFiles | null
  /** Null: the desk catches mail and shows it in the app. */
  smtpServer: MailServer | null
  logLevel: string
  /** Hosts of the internal network to which the desk may connect, as names, addresses and CIDR blocks. */
  privateHosts: string
  /** For tests: the point at which this process kills itself, like `kill -9`. */
  crashPoint: string | null
  /** For tests: a word in mails that crash the parser thread. */
  poisonWord: string | null
}

const port = z.coerce.number('must be a port number, or 0 for off').int().min(0).max(65_535)

const perHourText = 'must be a whole number of mails an hour, or 0 for no limit'
const perHour = z.coerce.number(perHourText).int(perHourText).min(0, perHourText).max(1_000_000)

const readableFile = z.string().refine(isReadable, 'names no file that can be read')

/** The environment variables of this process; `gotrs start` checks them before it starts any process. */
export const settingsSchema = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgres://' }),
    SECRET_KEY: z.string('is needed').min(32, 'needs at least 32 characters'),
    SECRET_KEYS_OLD: oldKeyList,
    DATA_DIR: z.string().default('.data'),
    BLOBS_URL: z
      .url({ protocol: /^file$/, error: 'must begin with file:///; other stores are not built in yet' })
      .optional(),
    BASE_URL: z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' }).optional(),
    PORT: port.default(8080),
    HOST: z.string().default('127.0.0.1'),
    VALKEY_URL: z.url({ protocol: /^(valkey|redis)s?$/, error: 'must begin with valkey:// or redis://' }).optional(),
    SMTP_IN_PORT: port.default(2525),
    LMTP_IN_PORT: port.default(0),
    MAIL_IN_PER_SENDER: perHour.default(usualArrivalLimits.perSender),
    MAIL_IN_PER_NETWORK: perHour.default(usualArrivalLimits.perNetwork),
    SMTP_TLS_CERT: readableFile.optional(),
    SMTP_TLS_KEY: readableFile.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' }).optional(),
    PRIVATE_HOSTS: z
      .string()
      .default('')
      .refine(isPrivateHostList, 'must be host names, addresses or CIDR blocks, separated by commas'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
    GOTRS_TEST_CRASH_POINT: z.string().optional(),
    GOTRS_TEST_POISON: z.string().optional(),
  })
  .refine(env => (env.SMTP_TLS_CERT === undefined) === (env.SMTP_TLS_KEY === undefined), {
    path: ['SMTP_TLS_CERT'],
    error: 'must be set together with SMTP_TLS_KEY',
  })

/** The settings of this process. @throws with all wrong settings */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '')
  const parsed = settingsSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `${issue.path.join('.')} (${issue.message})`)
    throw new Error(`Invalid settings of the mail-worker: ${faults.join('; ')}.`)
  }
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    secretKey: env.SECRET_KEY,
    oldSecretKeys: env.SECRET_KEYS_OLD,
    secretKeyFile: join(resolve(env.DATA_DIR), 'secret-key'),
    dataDir: resolve(env.DATA_DIR),
    blobsDir: env.BLOBS_URL ? fileURLToPath(env.BLOBS_URL) : join(resolve(env.DATA_DIR), 'blobs'),
    baseUrl: new URL(env.BASE_URL ?? `http://${urlHost(env.HOST)}:${env.PORT}`).origin,
    valkeyUrl: env.VALKEY_URL,
    host: env.HOST,
    smtpInPort: env.SMTP_IN_PORT,
    lmtpInPort: env.LMTP_IN_PORT,
    arrivals: { perSender: env.MAIL_IN_PER_SENDER, perNetwork: env.MAIL_IN_PER_NETWORK },
    smtpTls: env.SMTP_TLS_CERT && env.SMTP_TLS_KEY ? { certFile: env.SMTP_TLS_CERT, keyFile: env.SMTP_TLS_KEY } : null,
    smtpServer: env.SMTP_URL ? readSmtpUrl(env.SMTP_URL) : null,
    logLevel: env.LOG_LEVEL,
    privateHosts: env.PRIVATE_HOSTS,
    crashPoint: env.GOTRS_TEST_CRASH_POINT ?? null,
    poisonWord: env.GOTRS_TEST_POISON ?? null,
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** The host part of a URL; a link cannot lead to "all addresses of this machine". */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
