import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What SECRET_KEY protects, each under a key of its own (HKDF, RFC 5869). */
export type Vault = {
  /** AES-256-GCM; the purpose is bound in, so that one secret can't be moved to another place. */
  seal(purpose: string, text: string): Buffer
  /** @throws Error when the bytes were sealed under another key or purpose */
  open(purpose: string, sealed: Buffer): string
  /** The token of a mail link, derived from its id, so that only its hash has to be kept. */
  deriveToken(tokenId: string): string
  /** The key of signed reply addresses. */
  replyKey: Buffer
  /** The key of access tokens. */
  accessKey: Buffer
}

export function createVault(secretKey: string): Vault {
  const keyOf = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, 'gotrs', purpose, 32))
  const sealKey = keyOf('seal')
  const tokenKey = keyOf('token')
  return {
    replyKey: keyOf('reply address'),
    accessKey: keyOf('access token'),
    deriveToken: tokenId => createHmac('sha256', tokenKey).update(tokenId).digest('base64url'),
    seal(purpose, text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** How tokens and session ids are kept at rest. They are random and long: a plain hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
