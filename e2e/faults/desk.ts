import { randomBytes } from 'node:crypto'
import { createClient, type GotrsClient } from '@gotrs/client/client'

export const admin = { email: 'admin@desk.example', password: `fault-run-${randomBytes(9).toString('base64url')}` }

/** Clients that are logged in as the admin; `key` is the idempotency key of their calls. */
export async function logIn(url: string): Promise<(key?: string) => GotrsClient> {
  const response = await fetch(`${url}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(admin),
  })
  if (!response.ok) throw new Error(`The login was answered with ${response.status}: ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  return key => {
    const more = { cookie, origin: url, ...(key ? { 'idempotency-key': key } : {}) }
    return createClient({
      url,
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), ...more },
          signal: AbortSignal.timeout(20_000),
        }),
    })
  }
}
