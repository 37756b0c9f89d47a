import type { SmtpServer } from '@gotrs/core/mailboxes/smtp-connection'

export type MailServer = SmtpServer

const local = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`. A password is never sent unencrypted to another machine, unless
 * `?tls=none` allows it.
 */
export function readSmtpUrl(text: string): MailServer {
  const url = new URL(text)
  const isTls = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isTls ? 465 : user ? 587 : 25),
    user,
    password: decodeURIComponent(url.password),
    tls: isTls ? 'tls' : tlsOf(url, user),
  }
}

function tlsOf(url: URL, user: string): MailServer['tls'] {
  const asked = url.searchParams.get('tls')
  if (asked === 'none' || asked === 'starttls') return asked
  if (local.has(url.hostname)) return 'none'
  return user ? 'starttls' : 'opportunistic'
}
