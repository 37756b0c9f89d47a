import { DeskError } from '@gotrs/contract/errors'
import { z } from 'zod'
import { reachOf } from '../../kernel/addresses.ts'
import { FetchFailure, type GuardedAnswer, guardedFetch } from '../../kernel/guarded-fetch.ts'
import type { AddressGuard } from '../../kernel/private-hosts.ts'
import { OAuthFailure } from './failure.ts'

const timeoutMs = 15_000
const maxBytes = 64 * 1024
const usualSeconds = 3600

export type Tokens = { accessToken: string; refreshToken: string | null; expiresInMs: number }

/** Asks the provider for tokens (RFC 6749, section 3.2). @throws OAuthFailure */
export async function requestTokens(
  guard: AddressGuard,
  tokenUrl: string,
  form: Record<string, string | undefined>,
): Promise<Tokens> {
  if (!URL.canParse(tokenUrl)) throw new OAuthFailure('The token address is not set.', { isFinal: true })
  await rejectInTheClear(guard, new URL(tokenUrl))
  const fields = Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined)
  const answer = await guardedFetch(guard, tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(fields).toString(),
    timeoutMs,
    maxBytes,
    maxRedirects: 0,
  }).catch(error => {
    throw unanswered(error)
  })
  return tokensOf(answer)
}

/** Secrets are sent only over TLS (RFC 6749, section 3.2), except to a provider in the private network. */
async function rejectInTheClear(guard: AddressGuard, url: URL): Promise<void> {
  if (url.protocol === 'https:') return
  const found = await guard.resolve(url.hostname.replace(/^\[|\]$/g, '')).catch(error => {
    throw unanswered(error)
  })
  if (reachOf(found.address) === 'public') {
    throw new OAuthFailure('The token address begins with http://, so the secret would be sent in the clear.', {
      isFinal: true,
    })
  }
}

function unanswered(error: unknown): OAuthFailure {
  if (error instanceof DeskError && error.code === 'address_not_allowed') {
    return new OAuthFailure(
      'The token address is inside the network of the desk; the operator may allow it with PRIVATE_HOSTS.',
      { cause: error },
    )
  }
  const detail = error instanceof FetchFailure ? error.detail : ((error as NodeJS.ErrnoException).code ?? String(error))
  return new OAuthFailure(`The provider did not answer: ${detail}.`, { cause: error })
}

const granted = z.object({
  access_token: z.string().min(1).max(20_000),
  refresh_token: z.string().min(1).max(20_000).optional(),
  expires_in: z.coerce.number().positive().max(31_536_000).default(usualSeconds).catch(usualSeconds),
})
/** RFC 6749, section 5.2. */
const refused = z.object({ error: z.string(), error_description: z.string().default('').catch('') })

function tokensOf({ status, body }: GuardedAnswer): Tokens {
  const said = readJson(body)
  const refusal = refused.safeParse(said)
  if (refusal.success) throw refusalOf(status, refusal.data)
  const grant = granted.safeParse(said)
  if (status !== 200 || !grant.success) throw new OAuthFailure(`The provider answered ${status}, with no token in it.`)
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = grant.data
  return { accessToken, refreshToken: refreshToken ?? null, expiresInMs: seconds * 1000 }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

type Refusal = z.output<typeof refused>

/** Problems that only an admin can solve; everything else is retried. */
const advices: Record<string, string> = {
  invalid_grant: 'The provider no longer lets the desk in. Connect the mailbox again',
  invalid_client: 'The provider does not know the app, or its client secret is wrong or has expired. Enter it again',
  unauthorized_client: 'The provider does not let this app do that. Check its registration',
  invalid_scope: 'The provider does not give this app the right to read and send mail. Check its registration',
  unsupported_grant_type: 'The provider does not give tokens in this way. Check the token address',
}

function refusalOf(status: number, { error, error_description: description }: Refusal): OAuthFailure {
  const words = oneLine([error, description].filter(Boolean).join(': '))
  const advice = status < 500 ? advices[error] : undefined
  if (advice) return new OAuthFailure(`${advice}. (${words})`, { isFinal: true })
  return new OAuthFailure(`The provider refuses (${status}): ${words}`)
}

/** A text of the provider, cleaned so that it can be shown. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
