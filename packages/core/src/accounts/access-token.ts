import { isUuid } from '@gotrs/contract/ids'
import { jwtVerify, SignJWT } from 'jose'
import type { Kernel } from '../kernel/kernel.ts'

/** The lifetime of an access token. It only identifies the person: every call reads their permissions again. */
export const accessSeconds = 15 * 60

const algorithm = 'HS256'
const type = 'at+jwt'
const audience = 'gotrs-api'

type TokenKernel = Pick<Kernel, 'vault' | 'baseUrl' | 'now'>
export type AccessClaim = { userId: string; familyId: string }

/** A signed access token (RFC 9068, as far as it applies with one issuer that is its own audience). */
export function signAccessToken(kernel: TokenKernel, { userId, familyId }: AccessClaim): Promise<string> {
  const issuedAt = Math.floor(kernel.now().getTime() / 1000)
  return new SignJWT({ sid: familyId })
    .setProtectedHeader({ alg: algorithm, typ: type, kid: String(kernel.vault.keyIds[0]) })
    .setSubject(userId)
    .setIssuer(kernel.baseUrl)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + accessSeconds)
    .sign(kernel.vault.accessKey)
}

/** Null unless this desk signed the token with the one algorithm for this use, and it has not expired. */
export const verifyAccessToken = (kernel: TokenKernel, token: string) => readToken(kernel, token, 0)

/** The same, also for an expired token. Only to revoke the login that the token belongs to. */
export const readExpiredAccessToken = (kernel: TokenKernel, token: string) =>
  readToken(kernel, token, 180 * 24 * 60 * 60)

function keyOf({ vault }: TokenKernel, keyId: unknown): Uint8Array {
  const key = keyId === undefined || typeof keyId === 'string' ? vault.accessKeyOf(keyId) : null
  if (!key) throw new Error('Signed with a key that is not listed.')
  return key
}

async function readToken(kernel: TokenKernel, token: string, clockTolerance: number): Promise<AccessClaim | null> {
  if (token.length > 2_000) return null
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => keyOf(kernel, kid), {
      algorithms: [algorithm],
      typ: type,
      issuer: kernel.baseUrl,
      audience,
      requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      currentDate: kernel.now(),
      clockTolerance,
    })
    const { sub, sid } = payload
    return typeof sub === 'string' && typeof sid === 'string' && isUuid(sub) && isUuid(sid)
      ? { userId: sub, familyId: sid }
      : null
  } catch {
    return null
  }
}
