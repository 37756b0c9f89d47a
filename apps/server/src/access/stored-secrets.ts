import { password, type Scene } from './scene.ts'

/** The stored secrets that no answer may contain: in plain text, as stored, and in each encoding of bytes. */
export async function storedSecrets({ world, ...scene }: Scene): Promise<Map<string, string>> {
  const secrets = new Map<string, string>([
    [password, 'a password'],
    [scene.mailboxSecret, 'the secret of a mailbox'],
    [scene.webhook.secret ?? '', 'the secret of a webhook'],
    [scene.tokens.omar.token, 'an API token'],
    [scene.tokens.ana.token, 'an API token'],
    [scene.login.refreshToken, 'a refresh token'],
    [scene.resetToken, 'the token of a mail link'],
    [scene.verifyToken, 'the token of a mail link'],
    [scene.sessions.omar.sessionId, 'a session id'],
    [scene.sessions.ana.sessionId, 'a session id'],
  ])
  const { rows } = await world.pool.query<{ what: string; secret: string }>(`
    select 'a password hash' as what, password_hash as secret from users where password_hash is not null
    union all select 'the hash of a mail link', hash from tokens
    union all select 'the hash of an API token', hash from api_tokens
    union all select 'the hash of a refresh token', hash from refresh_tokens
    union all select 'a sealed secret', encode(bytes, form) from (
      select imap_password_encrypted as bytes from mailboxes union all select oauth_client_secret_encrypted from mailboxes
      union all select secret_encrypted from webhooks union all select old_secret_encrypted from webhooks) sealed, (values ('hex'), ('base64')) as forms (form) where bytes is not null`)
  for (const { what, secret } of rows) secrets.set(secret.replaceAll('\n', ''), what)
  if (secrets.has('')) throw new Error('A secret of the scene is empty: everything would contain it')
  return secrets
}

/** The descriptions of the secrets that a text contains. */
export const secretsIn = (text: string, secrets: Map<string, string>): string[] =>
  [...secrets].filter(([secret]) => text.includes(secret)).map(([, what]) => what)
