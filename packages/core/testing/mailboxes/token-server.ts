import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { OAuthApp } from '@gotrs/contract/mailboxes'

export type Mood = 'well' | 'broken' | 'silent' | 'endless' | 'no refresh token'

/**
 * A provider on loopback: it authorizes everybody at once, checks PKCE, rotates refresh tokens, and returns whom a
 * token is for.
 */
export type TokenServer = {
  url: string
  /** The app as the mailbox stores it; its secret is `clientSecret`. */
  app: OAuthApp
  clientSecret: string
  mood: Mood
  /** What was asked of the token address, in order. */
  asked: Record<string, string>[]
  /** Access tokens given so far are good no more. */
  expireAccessTokens(): void
  /** Refresh tokens given so far are good no more. */
  revoke(): void
  /** A grant as an admin may paste it. */
  grant(): string
  /** An access token of somebody else's. */
  accessToken(): string
  isGood(accessToken: string): boolean
  stop(): Promise<void>
}

type Inside = TokenServer & { access: Set<string>; refresh: Set<string>; codes: Map<string, string> }

export async function startTokenServer(): Promise<TokenServer> {
  const inside = { access: new Set<string>(), refresh: new Set<string>(), codes: new Map<string, string>() }
  const server = createServer((request, response) => {
    answer(it, request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const app = { clientId: 'desk', tenant: '', authorizeUrl: `${url}/authorize`, tokenUrl: `${url}/token` }
  const it: Inside = {
    ...inside,
    url,
    app: { ...app, provider: 'other', scope: 'mail' },
    clientSecret: 'the app’s own secret',
    mood: 'well',
    asked: [],
    expireAccessTokens: () => inside.access.clear(),
    revoke: () => inside.refresh.clear(),
    grant: () => made(inside.refresh),
    accessToken: () => made(inside.access),
    isGood: token => inside.access.has(token),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return it
}

function made(among: Set<string>): string {
  const token = randomUUID()
  among.add(token)
  return token
}

async function answer(it: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', it.url)
  if (pathname === '/authorize') {
    response.writeHead(302, { location: consent(it, searchParams) }).end()
    return
  }
  const form = new URLSearchParams(await text(request))
  if (pathname === '/introspect') {
    const active = it.access.has(form.get('token') ?? '')
    send(response, 200, active ? { active, username: 'support@gotrs.example' } : { active })
    return
  }
  it.asked.push(Object.fromEntries(form))
  if (it.mood === 'silent') return
  const given = it.mood === 'well' || it.mood === 'no refresh token' ? tokensFor(it, form) : {}
  if (it.mood === 'broken') send(response, 500, { error: 'server_error', error_description: 'Out of order' })
  else if (it.mood === 'endless') send(response, 200, { access_token: 'x'.repeat(1_000_000) })
  else if ('error' in given) send(response, 400, { ...given, error_description: 'No.\r\nReally' })
  else send(response, 200, given)
}

/** Consents for everybody at once: where the browser goes back to, with a code. */
function consent({ codes }: Inside, asked: URLSearchParams): string {
  const code = randomUUID()
  codes.set(code, asked.get('code_challenge') ?? '')
  const back = new URL(asked.get('redirect_uri') ?? '')
  back.searchParams.set('code', code)
  back.searchParams.set('state', asked.get('state') ?? '')
  return back.href
}

function tokensFor(it: Inside, form: URLSearchParams): Record<string, unknown> {
  const isApp = form.get('client_id') === 'desk' && form.get('client_secret') === it.clientSecret
  if (!isApp) return { error: 'invalid_client' }
  if (!takes(it, form)) return { error: 'invalid_grant' }
  const refresh = it.mood === 'no refresh token' ? {} : { refresh_token: made(it.refresh) }
  return { access_token: made(it.access), expires_in: 3600, token_type: 'Bearer', ...refresh }
}

/** A code and a refresh token are good for once. */
function takes({ codes, refresh }: Inside, form: URLSearchParams): boolean {
  if (form.get('grant_type') === 'refresh_token') return refresh.delete(form.get('refresh_token') ?? '')
  const challenge = codes.get(form.get('code') ?? '')
  codes.delete(form.get('code') ?? '')
  const proof = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  return challenge !== undefined && challenge === proof
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
