import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Vault } from '../kernel/vault.ts'

type Signer = Pick<Vault, 'deriveToken'>
type Verifier = Pick<Vault, 'deriveTokens'>

const idBytes = 16
const wellFormed = /^([\w-]{64})\.([\w-]{43})$/

/**
 * A refresh token contains the id of its family and a signature. So the desk recognizes a token that was used long ago, and
 * revokes its family, without a stored row for every token.
 */
export function createRefreshToken(vault: Signer, familyId: string): string {
  const body = Buffer.concat([Buffer.from(familyId.replaceAll('-', ''), 'hex'), randomBytes(32)]).toString('base64url')
  return `${body}.${vault.deriveToken(signed(body))}`
}

/** The family of a token, used or not; null for a token that this desk did not issue. */
export function familyOfToken(vault: Verifier, token: string): string | null {
  const [, body, given] = wellFormed.exec(token) ?? []
  if (!body || !given) return null
  const signatures = vault.deriveTokens(signed(body))
  if (!signatures.some(it => timingSafeEqual(Buffer.from(given), Buffer.from(it)))) return null
  const hex = Buffer.from(body, 'base64url').subarray(0, idBytes).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const signed = (body: string) => `refresh:${body}`
