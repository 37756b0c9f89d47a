export type Tls = 'tls' | 'starttls' | 'none'
export type Provider = 'google' | 'microsoft' | 'other'
type Server = { host: string; port: number; tls: Tls }
export type Preset = {
  label: string
  imap: Server
  smtp: Server
  auth: 'password' | 'oauth2'
  provider?: Provider
  /** What to know before the first login. */
  hint: string
}

const tls = (host: string, port: number): Server => ({ host, port, tls: 'tls' })
const starttls = (host: string): Server => ({ host, port: 587, tls: 'starttls' })
const appPassword = 'Create an app password in the security settings of the account and use it here.'

const gmail: Preset = {
  label: 'Gmail',
  imap: tls('imap.gmail.com', 993),
  smtp: tls('smtp.gmail.com', 465),
  auth: 'oauth2',
  provider: 'google',
  hint: 'Use OAuth. With two-step verification, an app password works too.',
}
const microsoft: Preset = {
  label: 'Microsoft',
  imap: tls('outlook.office365.com', 993),
  smtp: starttls('smtp.office365.com'),
  auth: 'oauth2',
  provider: 'microsoft',
  hint: 'Use OAuth: the provider does not accept passwords from programs.',
}
const byPassword = (label: string, imap: string, smtp: Server, hint: string): Preset => ({
  ...{ label, smtp, hint },
  imap: tls(imap, 993),
  auth: 'password',
})
const letIn = 'First allow access by other programs in the webmail under Settings, POP3 and IMAP.'
const gmx = byPassword('GMX', 'imap.gmx.net', tls('mail.gmx.net', 465), letIn)
const yahoo = byPassword('Yahoo', 'imap.mail.yahoo.com', tls('smtp.mail.yahoo.com', 465), appPassword)
const icloud = byPassword('iCloud', 'imap.mail.me.com', starttls('smtp.mail.me.com'), appPassword)
const fastmail = byPassword('Fastmail', 'imap.fastmail.com', tls('smtp.fastmail.com', 465), appPassword)

const presets: Record<string, Preset> = {
  'gmail.com': gmail,
  'googlemail.com': gmail,
  'outlook.com': microsoft,
  'hotmail.com': microsoft,
  'live.com': microsoft,
  'msn.com': microsoft,
  'yahoo.com': yahoo,
  'yahoo.de': yahoo,
  'yahoo.co.uk': yahoo,
  'yahoo.fr': yahoo,
  'icloud.com': icloud,
  'me.com': icloud,
  'mac.com': icloud,
  'fastmail.com': fastmail,
  'fastmail.fm': fastmail,
  'gmx.de': gmx,
  'gmx.net': gmx,
  'gmx.at': gmx,
  'gmx.ch': gmx,
  'web.de': byPassword('WEB.DE', 'imap.web.de', starttls('smtp.web.de'), letIn),
}

/** The servers of an address, if its domain identifies them; the first domain of a Microsoft directory does too. */
export function presetFor(address: string): Preset | null {
  const domain = address.trim().toLowerCase().split('@')[1] ?? ''
  if (domain.endsWith('.onmicrosoft.com')) return microsoft
  return Object.hasOwn(presets, domain) ? (presets[domain] ?? null) : null
}
