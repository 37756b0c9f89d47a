import { DeskError } from '@gotrs/contract/errors'
import { tokens } from '@gotrs/db/tables/accounts'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { hashSecret, type Vault } from '../kernel/vault.ts'

export type Token = typeof tokens.$inferSelect
export type TokenKind = Token['kind']

export const linkLifetimeMs = 60 * 60 * 1000

/** Issues a single-use token for a mail link, valid for an hour. Stores only its hash; the mail derives the token from the id. */
export async function issueToken(
  uow: UnitOfWork,
  kind: TokenKind,
  about: { userId: string } | { payload: NonNullable<Token['payload']> },
): Promise<string> {
  const id = uow.newId()
  await uow.db.insert(tokens).values({
    id,
    kind,
    hash: hashSecret(uow.vault.deriveToken(id)),
    ...about,
    createdAt: uow.now,
    expiresAt: new Date(uow.now.getTime() + linkLifetimeMs),
  })
  return id
}

/** The token in the mail: derived with the key that was current when it was issued, which its hash identifies. */
export function secretOfToken(vault: Pick<Vault, 'deriveTokens'>, { id, hash }: Pick<Token, 'id' | 'hash'>): string {
  const secret = vault.deriveTokens(id).find(it => hashSecret(it) === hash)
  if (secret === undefined) throw new Error('The link was issued with a secret key that is no longer listed.')
  return secret
}

/** A valid token, without using it. @throws DeskError `invalid_token` */
export async function findToken(reader: Reader, kind: TokenKind, token: string): Promise<Token> {
  const [found] = await reader.db
    .select()
    .from(tokens)
    .where(usable(reader, kind, token))
  if (!found) throw new DeskError('invalid_token')
  return found
}

/** Uses a token. Of two calls at once, one succeeds. @throws DeskError `invalid_token` */
export async function useToken(uow: UnitOfWork, kind: TokenKind, token: string): Promise<Token> {
  const [used] = await uow.db
    .update(tokens)
    .set({ usedAt: uow.now })
    .where(usable(uow, kind, token))
    .returning()
  if (!used) throw new DeskError('invalid_token')
  return used
}

/** Revokes all links of this kind that were sent to the person. */
export async function revokeTokens(uow: UnitOfWork, kind: TokenKind, userId: string): Promise<void> {
  await uow.db
    .update(tokens)
    .set({ usedAt: uow.now })
    .where(and(eq(tokens.userId, userId), eq(tokens.kind, kind), isNull(tokens.usedAt)))
}

const usable = ({ now }: Reader, kind: TokenKind, token: string) =>
  and(eq(tokens.hash, hashSecret(token)), eq(tokens.kind, kind), isNull(tokens.usedAt), gt(tokens.expiresAt, now))
