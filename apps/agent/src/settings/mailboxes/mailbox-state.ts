import type { Mailbox } from '@gotrs/contract/mailboxes'

/** How a mailbox is doing, in plain words. */
export type MailboxStateText = { text: string; detail: string | null; kind: 'good' | 'trouble' | 'off' }

export function mailboxState({ isActive, imap, oauth, state }: Mailbox): MailboxStateText {
  if (!isActive) return { text: 'Switched off', detail: null, kind: 'off' }
  if (oauth?.error) return { text: 'Login rejected by the provider', detail: oauth.error, kind: 'trouble' }
  if (isFailing(state)) return { text: 'Cannot read mail', detail: hintFor(state.lastError ?? ''), kind: 'trouble' }
  if (state.lastSendError) return { text: 'Cannot send mail', detail: sendDetail(state.lastSendError), kind: 'trouble' }
  if (!imap) return { text: 'Receives mail by SMTP only', detail: 'No IMAP account is configured.', kind: 'good' }
  if (!state.lastReadAt) return { text: 'Not read yet', detail: 'GOTRS reads it within a minute.', kind: 'off' }
  return { text: 'Works', detail: state.lastError, kind: 'good' }
}

/** An error counts until the mailbox has been read again after it; a note is about something beside. */
function isFailing({ lastError, lastErrorAt, lastReadAt }: Mailbox['state']): boolean {
  if (!lastError) return false
  return !lastReadAt || !lastErrorAt || lastErrorAt > lastReadAt
}

const sendDetail = (error: string) => `GOTRS retries the waiting mails. ${hintFor(error)}`

const hints: [RegExp, string][] = [
  [/provider|connect the mailbox/i, ''],
  [/auth|login|credential|password/i, 'The mail server rejected the user name or password. Enter them again.'],
  [/ENOTFOUND|getaddrinfo|EAI_AGAIN|no such host/i, 'Unknown host name. Check its spelling.'],
  [/ECONNREFUSED|nothing answers/i, 'Cannot connect. Check the host, the port and any firewall.'],
  [/certificate|self.signed|altname|CERT_/i, "The server's certificate is not valid for this host name."],
  [/ETIMEDOUT|timeout|timed out|too long/i, 'The server did not answer in time. Check the port and any firewall.'],
  [/mailbox|folder|NONEXISTENT/i, 'The folder does not exist on the server. Check its name.'],
]

/** What to do about an error of a mail server, with its own words behind. */
function hintFor(error: string): string {
  const hint = hints.find(([pattern]) => pattern.test(error))?.[1]
  return hint ? `${hint} (${error})` : error
}
