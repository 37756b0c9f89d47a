import { authenticateSender, type MailToAuthenticate } from '../../src/authentication/authenticate-sender.ts'
import type { Resolve } from '../../src/authentication/bounded-resolver.ts'
import type { KnownKeys } from '../../src/authentication/known-keys.ts'
import { bytesOf } from '../../src/authentication/mail-bytes.ts'
import { resolverOf, type Zone } from './zone.ts'

export const now = new Date('2026-11-29T10:00:00Z')

/** The verdict on a mail by Omar of acme.example that was fetched from a mailbox, unless `about` differs. */
export function verdictOn(
  mail: string,
  about: Partial<MailToAuthenticate> = {},
  dns: Zone | Resolve = {},
  timeoutMs = 5_000,
  knownKeys: KnownKeys = new Set(),
) {
  const resolve = typeof dns === 'function' ? dns : resolverOf(dns)
  const bytes = bytesOf(Buffer.from(mail, 'latin1'))
  const from = { fromAddress: 'omar@acme.example', fromIsAmbiguous: false }
  const way = { envelopeFrom: null, client: null, pinnedAuthservId: '' }
  return authenticateSender({ bytes, ...from, ...way, ...about }, { resolve, timeoutMs, knownKeys, now })
}

export const letter = (fields = '', body = 'Hello.') => `${fields}From: Omar <omar@acme.example>\r\n\r\n${body}\r\n`
