import { setTimeout as pause } from 'node:timers/promises'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, eq } from 'drizzle-orm'
import type { Kernel } from '../../kernel/kernel.ts'
import { OAuthFailure } from './failure.ts'
import { withMailboxLock } from './mailbox-lock.ts'
import { providerOf } from './providers.ts'
import { oauthPurpose } from './purposes.ts'
import { requestTokens, type Tokens } from './token-endpoint.ts'

/** The token to log in with; `refused`: one that a server has just refused, so that another is got. */
export type AccessTokenSource = (refused?: string) => Promise<string>

export const accessTokenSource =
  (desk: Kernel, mailboxId: string): AccessTokenSource =>
  refused =>
    accessTokenOf(desk, mailboxId, refused)

/** A token that ends within the minute may end on its way. */
const reserveMs = 60_000
/** After a refusal that only an admin can put right. */
const askAgainMs = 60 * 60_000

/** Who asks for the same at the same time gets the same answer. */
const underWay = new WeakMap<Kernel['pool'], Map<string, Promise<string>>>()

/**
 * The mailbox's access token: the stored one while it is good, else a new one (RFC 6749, section 6). One refresh at a time
 * per mailbox, over all processes, and none inside a transaction. @throws OAuthFailure in words
 */
export async function accessTokenOf(desk: Kernel, mailboxId: string, refused?: string): Promise<string> {
  const stored = goodToken(desk, await load(desk, mailboxId), refused)
  if (stored !== null) return stored
  const tries = underWay.get(desk.pool) ?? new Map<string, Promise<string>>()
  underWay.set(desk.pool, tries)
  const key = `${mailboxId} ${refused ?? ''}`
  const asked = tries.get(key) ?? withMailboxLock(desk, mailboxId, () => refresh(desk, mailboxId, refused))
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

function goodToken(desk: Kernel, row: Row, refused: string | undefined): string | null {
  const { oauthAccessToken: sealed, oauthExpiresAt: endsAt } = row
  if (!sealed || !endsAt || endsAt.getTime() - desk.now().getTime() < reserveMs) return null
  const token = open(desk, row.id, 'access token', sealed)
  return token === refused ? null : token
}

/** Somebody else may have done it while we waited for our turn. */
async function refresh(desk: Kernel, mailboxId: string, refused: string | undefined): Promise<string> {
  const row = await load(desk, mailboxId)
  const stored = goodToken(desk, row, refused)
  if (stored !== null) return stored
  // With an error, the time until when there is no sense in asking: see `noteRefusal`.
  if (row.oauthError && row.oauthExpiresAt && row.oauthExpiresAt > desk.now()) throw new OAuthFailure(row.oauthError)
  try {
    const tokens = await requestTokens(desk.guard, providerOf(appOf(row)).tokenUrl, {
      grant_type: 'refresh_token',
      refresh_token: open(desk, mailboxId, 'refresh token', row.oauthRefreshToken),
      client_id: row.oauth?.clientId,
      client_secret: clientSecretOf(desk, row),
      // Microsoft wants the scope said again (RFC 6749, section 6: it may be).
      scope: row.oauth?.provider === 'microsoft' ? providerOf(appOf(row)).scope : undefined,
    })
    await patiently(desk, () => keep(desk, row, tokens))
    return tokens.accessToken
  } catch (error) {
    if (error instanceof OAuthFailure && error.isFinal) await noteRefusal(desk, row, error.message)
    throw error
  }
}

function appOf({ oauth }: Row): NonNullable<Row['oauth']> {
  if (!oauth) throw new OAuthFailure('The mailbox has no app at a provider.', { isFinal: true })
  return oauth
}

export const clientSecretOf = (desk: Kernel, { id, oauthClientSecret }: Pick<Row, 'id' | 'oauthClientSecret'>) =>
  oauthClientSecret ? open(desk, id, 'client secret', oauthClientSecret) : undefined

/** Sealed under another SECRET_KEY it is as good as lost. */
function open(desk: Kernel, id: string, use: Parameters<typeof oauthPurpose>[1], sealed: Buffer | null): string {
  try {
    return desk.vault.open(oauthPurpose(id, use), sealed ?? Buffer.alloc(0))
  } catch (cause) {
    const message = `The ${use} was stored under another SECRET_KEY. Connect the mailbox again.`
    throw new OAuthFailure(message, { isFinal: true, cause })
  }
}

/** A provider may give another refresh token each time, and take the old one no more (RFC 9700, section 4.14.2). */
async function keep(desk: Kernel, row: Row, { accessToken, refreshToken, expiresInMs }: Tokens): Promise<void> {
  const { vault } = desk
  const renewed = refreshToken && { oauthRefreshToken: vault.seal(oauthPurpose(row.id, 'refresh token'), refreshToken) }
  await change(desk, row, {
    ...(renewed || {}),
    oauthAccessToken: vault.seal(oauthPurpose(row.id, 'access token'), accessToken),
    oauthExpiresAt: new Date(desk.now().getTime() + expiresInMs),
    oauthError: null,
  })
}

function noteRefusal(desk: Kernel, row: Row, words: string): Promise<void> {
  const again = new Date(desk.now().getTime() + askAgainMs)
  return change(desk, row, { oauthAccessToken: null, oauthExpiresAt: again, oauthError: words.slice(0, 500) })
}

/** Not where an admin has connected the mailbox anew meanwhile: theirs stands. */
async function change(desk: Kernel, row: Row, set: Partial<Row>): Promise<void> {
  const isSame = row.oauthRefreshToken ? eq(mailboxes.oauthRefreshToken, row.oauthRefreshToken) : undefined
  await desk.db
    .update(mailboxes)
    .set(set)
    .where(and(eq(mailboxes.id, row.id), isSame))
}

const keepTries = 6

/** A rotated refresh token that is not written down is lost: a database that is away for a moment must not cost it. */
async function patiently(desk: Kernel, write: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await write()
    } catch (error) {
      if (tried === keepTries) throw error
      desk.log.warn({ err: error }, 'the tokens of a mailbox could not be written down yet')
      await pause(250 * 2 ** (tried - 1))
    }
  }
}
