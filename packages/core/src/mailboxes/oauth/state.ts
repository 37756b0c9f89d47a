import { createHash, randomBytes } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { z } from 'zod'
import type { Vault } from '../../kernel/vault.ts'

const purpose = 'oauth state'
const lifetimeMs = 10 * 60_000

const state = z.object({ mailboxId: id, adminId: id, clientId: z.string(), verifier: z.string(), until: z.number() })
/** The content of `state` on the way to the provider and back: encrypted, so that nobody can read or forge one. */
export type OAuthState = z.infer<typeof state>

export function makeState(now: Date, about: Pick<OAuthState, 'mailboxId' | 'adminId' | 'clientId'>): OAuthState {
  return { ...about, verifier: randomBytes(32).toString('base64url'), until: now.getTime() + lifetimeMs }
}

export const sealState = (vault: Vault, it: OAuthState): string =>
  vault.seal(purpose, JSON.stringify(it)).toString('base64url')

/** @throws DeskError `invalid_token` where it is not ours, or older than ten minutes */
export function openState(vault: Vault, now: Date, sealed: string): OAuthState {
  try {
    const read = state.parse(JSON.parse(vault.open(purpose, Buffer.from(sealed, 'base64url'))))
    if (read.until > now.getTime()) return read
  } catch {
    // Any error means that it is invalid.
  }
  throw new DeskError('invalid_token')
}

/** RFC 7636, section 4.2. */
export const challengeOf = ({ verifier }: OAuthState): string =>
  createHash('sha256').update(verifier).digest('base64url')
