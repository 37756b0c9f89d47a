import type { OAuthApp } from '@gotrs/contract/mailboxes'

/** The authorization and token endpoints of a provider (RFC 6749, section 3), and the scopes to request. */
export type Provider = {
  authorizeUrl: string
  tokenUrl: string
  scope: string
  /** What the provider wants besides, so that it gives a refresh token. */
  extra: Record<string, string>
  /** The mail servers that its tokens are for. */
  mailHosts: readonly string[]
}

export function providerOf({ provider, tenant, authorizeUrl, tokenUrl, scope }: OAuthApp): Provider {
  if (provider === 'google') return { ...google, scope: scope || google.scope }
  if (provider === 'microsoft') {
    const directory = `https://login.microsoftonline.com/${encodeURIComponent(tenant || 'common')}/oauth2/v2.0`
    return {
      ...{ authorizeUrl: `${directory}/authorize`, tokenUrl: `${directory}/token` },
      scope: scope || microsoftScope,
      extra: { prompt: 'select_account' },
      mailHosts: microsoftHosts,
    }
  }
  return { authorizeUrl, tokenUrl, scope, extra: {}, mailHosts: [] }
}

/** https://developers.google.com/identity/protocols/oauth2/web-server: without a new consent there is no refresh token. */
const google: Provider = {
  authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  scope: 'https://mail.google.com/',
  extra: { access_type: 'offline', prompt: 'consent' },
  mailHosts: ['imap.gmail.com', 'smtp.gmail.com', 'imap.googlemail.com', 'smtp.googlemail.com'],
}

/** https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth */
const microsoftScope =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access'
const microsoftHosts = [
  ...['outlook.office365.com', 'smtp.office365.com', 'outlook.office.com'],
  ...['imap-mail.outlook.com', 'smtp-mail.outlook.com'],
]
