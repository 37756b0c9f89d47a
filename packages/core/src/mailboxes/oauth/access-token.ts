import { setTimeout as pause } from 'node:timers/promises'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, eq } from 'drizzle-orm'
import type { Kernel } from '../../kernel/kernel.ts'
import { OAuthFailure } from './failure.ts'
import { withMailboxLock } from './mailbox-lock.ts'
import { providerOf } from './providers.ts'
import { oauthPurpose } from './purposes.ts'
import { requestTokens, type Tokens } from './token-endpoint.ts'

/** The token to log in with; `refused`: one that a server has just rejected, so that another is got. */
export type AccessTokenSource = (refused?: string) => Promise<string>

export const accessTokenSource =
  (kernel: Kernel, mailboxId: string): AccessTokenSource =>
  refused =>
    accessTokenOf(kernel, mailboxId, refused)

/** A token that expires within a minute may expire before the server checks it. */
const reserveMs = 60_000
/** After a refusal that only an admin can put right. */
const askAgainMs = 60 * 60_000

/** Callers at the same time share one request. */
const underWay = new WeakMap<Kernel['pool'], Map<string, Promise<string>>>()

/**
 * The mailbox's access token: the stored one while it is good, else a new one (RFC 6749, section 6). One refresh at a time
 * per mailbox, over all processes, and none inside a transaction. @throws OAuthFailure in words
 */
export async function accessTokenOf(kernel: Kernel, mailboxId: string, refused?: string): Promise<string> {
  const stored = goodToken(kernel, await load(kernel, mailboxId), refused)
  if (stored !== null) return stored
  const tries = underWay.get(kernel.pool) ?? new Map<string, Promise<string>>()
  underWay.set(kernel.pool, tries)
  const key = `${mailboxId} ${refused ?? ''}`
  const asked = tries.get(key) ?? withMailboxLock(kernel, mailboxId, () => refresh(kernel, mailboxId, refused))
  tries.set(key, asked)
  return asked.finally(() => tries.delete(key))
}

type Row = Pick<
  typeof mailboxes.$inferSelect,
  'id' | 'oauth' | 'oauthClientSecret' | 'oauthRefreshToken' | 'oauthAccessToken' | 'oauthExpiresAt' | 'oauthError'
>

async function load({ db }: Kernel, mailboxId: string): Promise<Row> {
  const [row] = await db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId))
  if (!row?.oauth || !row.oauthRefreshToken) {
    throw new OAuthFailure('The mailbox is not connected to its provider. Connect it under Settings, Mailboxes.', {
      isFinal: true,
    })
  }
  return row
}

function goodToken(kernel: Kernel, row: Row, refused: string | undefined): string | null {
  const { oauthAccessToken: sealed, oauthExpiresAt: endsAt } = row
  if (!sealed || !endsAt || endsAt.getTime() - kernel.now().getTime() < reserveMs) return null
  const token = open(kernel, row.id, 'access token', sealed)
  return token === refused ? null : token
}

/** Another process may have refreshed it while this one waited for the lock. */
async function refresh(kernel: Kernel, mailboxId: string, refused: string | undefined): Promise<string> {
  const row = await load(kernel, mailboxId)
  const stored = goodToken(kernel, row, refused)
  if (stored !== null) return stored
  // With an error, the time until when there is no sense in asking: see `recordRefusal`.
  if (row.oauthError && row.oauthExpiresAt && row.oauthExpiresAt > kernel.now()) throw new OAuthFailure(row.oauthError)
  try {
    const tokens = await requestTokens(kernel.guard, providerOf(appOf(row)).tokenUrl, {
      grant_type: 'refresh_token',
      refresh_token: open(kernel, mailboxId, 'refresh token', row.oauthRefreshToken),
      client_id: row.oauth?.clientId,
      client_secret: clientSecretOf(kernel, row),
      // Microsoft wants the scope said again (RFC 6749, section 6: it may be).
      scope: row.oauth?.provider === 'microsoft' ? providerOf(appOf(row)).scope : undefined,
    })
    await patiently(kernel, () => keep(kernel, row, tokens))
    return tokens.accessToken
  } catch (error) {
    if (error instanceof OAuthFailure && error.isFinal) await recordRefusal(kernel, row, error.message)
    throw error
  }
}

function appOf({ oauth }: Row): NonNullable<Row['oauth']> {
  if (!oauth) throw new OAuthFailure('The mailbox has no app at a provider.', { isFinal: true })
  return oauth
}

export const clientSecretOf = (kernel: Kernel, { id, oauthClientSecret }: Pick<Row, 'id' | 'oauthClientSecret'>) =>
  oauthClientSecret ? open(kernel, id, 'client secret', oauthClientSecret) : undefined

/** Sealed under another SECRET_KEY it is as good as lost. */
function open(kernel: Kernel, id: string, use: Parameters<typeof oauthPurpose>[1], sealed: Buffer | null): string {
  try {
    return kernel.vault.open(oauthPurpose(id, use), sealed ?? Buffer.alloc(0))
  } catch (cause) {
    const message = `The ${use} was stored under another SECRET_KEY. Connect the mailbox again.`
    throw new OAuthFailure(message, { isFinal: true, cause })
  }
}

/** A provider may give another refresh token each time, and take the old one no more (RFC 9700, section 4.14.2). */
async function keep(kernel: Kernel, row: Row, { accessToken, refreshToken, expiresInMs }: Tokens): Promise<void> {
  const { vault } = kernel
  const renewed = refreshToken && { oauthRefreshToken: vault.seal(oauthPurpose(row.id, 'refresh token'), refreshToken) }
  await change(kernel, row, {
    ...(renewed || {}),
    oauthAccessToken: vault.seal(oauthPurpose(row.id, 'access token'), accessToken),
    oauthExpiresAt: new Date(kernel.now().getTime() + expiresInMs),
    oauthError: null,
  })
}

function recordRefusal(kernel: Kernel, row: Row, words: string): Promise<void> {
  const again = new Date(kernel.now().getTime() + askAgainMs)
  return change(kernel, row, { oauthAccessToken: null, oauthExpiresAt: again, oauthError: words.slice(0, 500) })
}

/** Not if an admin has connected the mailbox again meanwhile: the new connection is kept. */
async function change(kernel: Kernel, row: Row, set: Partial<Row>): Promise<void> {
  const isSame = row.oauthRefreshToken ? eq(mailboxes.oauthRefreshToken, row.oauthRefreshToken) : undefined
  await kernel.db
    .update(mailboxes)
    .set(set)
    .where(and(eq(mailboxes.id, row.id), isSame))
}

const keepTries = 6

/**
 * A rotated refresh token that is not stored is lost, so it must survive a database that is unavailable for a moment.
 */
async function patiently(kernel: Kernel, write: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await write()
    } catch (error) {
      if (tried === keepTries) throw error
      kernel.log.warn({ err: error }, 'the tokens of a mailbox could not be written down yet')
      await pause(250 * 2 ** (tried - 1))
    }
  }
}
