import { domainToASCII } from 'node:url'

/**
 * The address for counting: every spelling that reaches one mailbox is one address. Never throws, and does not change its
 * own results. Only for counting: mail goes to the given address, because a provider that
 * is not listed here may deliver `a+b` and `a` to different people.
 */
export function normalAddress(address: string): string {
  const { local, domain } = readAddress(plainText(address))
  if (domain === null) return withoutTag(plainText(local), '+')
  const { provider, ...at } = providerOf(plainText(local), plainDomain(plainText(domain)))
  const name = withoutTag(at.local, '+')
  return `${provider ? provider.mailboxOf(name) : name}@${at.domain}`
}

type Provider = {
  domains: RegExp
  /** The one domain for all domains that lead to the same mailbox; null if each has its own. */
  domain: string | null
  mailboxOf(local: string): string
}

const same = (local: string) => local

const providers: readonly Provider[] = [
  // https://support.google.com/mail/answer/7436150 (dots), https://support.google.com/mail/answer/10313 (googlemail.com)
  {
    domains: /^(?:gmail|googlemail)\.com$/,
    domain: 'gmail.com',
    mailboxOf: local => local.replaceAll('.', ''),
  },
  // https://proton.me/support/addresses-and-aliases (the domains); dots, hyphens and underscores are ignored.
  {
    domains: /^(?:proton\.me|protonmail\.(?:com|ch)|pm\.me)$/,
    domain: 'proton.me',
    mailboxOf: local => local.replaceAll(/[._-]/g, ''),
  },
  // https://yandex.com/support/domain/additional/mailbox-alias.xml (the domains); in a name the dot and the hyphen are one.
  {
    domains: /^(?:yandex\.(?:ru|com|by|kz|ua|com\.tr|az|com\.am|com\.ge|co\.il|kg|lt|lv|md|tj|tm|uz|fr|ee)|ya\.ru)$/,
    domain: 'yandex.ru',
    mailboxOf: local => local.replaceAll('.', '-'),
  },
  // https://support.apple.com/102540: addresses of the three domains are one mailbox.
  { domains: /^(?:icloud|me|mac)\.com$/, domain: 'icloud.com', mailboxOf: same },
  // https://help.yahoo.com/kb/SLN3523.html: `nickname-keyword` is a disposable address of the owner of the nickname.
  {
    domains: /^(?:yahoo\.(?:com?\.)?[a-z]{2,3}|ymail\.com|rocketmail\.com|myyahoo\.com)$/,
    domain: null,
    mailboxOf: local => withoutTag(local, '-'),
  },
]

/** `anything@user.fastmail.com` reaches `user@fastmail.com`: https://fastmail.com/blog/two-address-resolving-additions */
const subdomainAddress = /^([^.]+)\.(fastmail\.(?:com|fm))$/

function providerOf(local: string, host: string): { provider: Provider | null; local: string; domain: string } {
  const [, user, parent] = subdomainAddress.exec(host) ?? []
  if (user !== undefined && parent !== undefined) return { provider: null, local: user, domain: parent }
  const provider = providers.find(it => it.domains.test(host)) ?? null
  return { provider, local, domain: provider?.domain ?? host }
}

function withoutTag(local: string, separator: string): string {
  const at = local.indexOf(separator)
  return at > 0 ? local.slice(0, at) : local
}

/** Removes invisible characters, normalises width and composition (NFKC), in lower case. */
const plainText = (text: string) =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .toLowerCase()
    .normalize('NFKC')

// Only these are given to the URL parser, which would decode anything else (`%40`) into characters that mean something.
const hostLetters = /^[\p{L}\p{M}\p{N}._。-]+$/u

/** In ASCII (RFC 5890), without the dot of the root. */
function plainDomain(domain: string): string {
  const ascii = hostLetters.test(domain) ? domainToASCII(domain) || domain : domain
  let end = ascii.length
  while (end > 0 && ascii[end - 1] === '.') end -= 1
  return ascii.slice(0, end)
}

/** These have a meaning outside quotes. They are dropped within quotes, too, so that the result is stable. */
const meaningful = /[\s<>()"\\@]/

/**
 * Both sides of the last `@` outside quotes and comments (RFC 5322, section 3.4.1), without quotes, comments and spaces.
 * Domain `null`: there is no `@`.
 */
function readAddress(text: string): { local: string; domain: string | null } {
  const chars: string[] = []
  let domainAt: number | null = null
  let depth = 0
  let isQuoted = false
  let isEscaped = false
  for (const char of text) {
    const isLiteral: boolean = isEscaped
    isEscaped = char === '\\' && !isLiteral
    const isText = !meaningful.test(char)
    if (isText && depth === 0) chars.push(char)
    if (isText || isLiteral || isEscaped) continue
    if (depth > 0) depth += char === '(' ? 1 : char === ')' ? -1 : 0
    else if (char === '"') isQuoted = !isQuoted
    else if (char === '(' && !isQuoted) depth = 1
    else if (char === '@' && !isQuoted) domainAt = chars.length
  }
  const local = chars.slice(0, domainAt ?? chars.length).join('')
  return { local, domain: domainAt === null ? null : chars.slice(domainAt).join('') }
}
