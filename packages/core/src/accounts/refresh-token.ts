import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Vault } from '../kernel/vault.ts'

type Maker = Pick<Vault, 'deriveToken'>
type Reader = Pick<Vault, 'deriveTokens'>

const idBytes = 16
const wellFormed = /^([\w-]{64})\.([\w-]{43})$/

/**
 * A refresh token names its family, under our own signature: so one that was used long ago is known again, and ends its
 * family, without a row for every token that there ever was.
 */
export function makeRefreshToken(vault: Maker, familyId: string): string {
  const body = Buffer.concat([Buffer.from(familyId.replaceAll('-', ''), 'hex'), randomBytes(32)]).toString('base64url')
  return `${body}.${vault.deriveToken(signed(body))}`
}

/** The family that a token was made for, used or not; null for one that this desk did not make. */
export function familyOfToken(vault: Reader, token: string): string | null {
  const [, body, given] = wellFormed.exec(token) ?? []
  if (!body || !given) return null
  const signatures = vault.deriveTokens(signed(body))
  if (!signatures.some(it => timingSafeEqual(Buffer.from(given), Buffer.from(it)))) return null
  const hex = Buffer.from(body, 'base64url').subarray(0, idBytes).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const signed = (body: string) => `refresh:${body}`
