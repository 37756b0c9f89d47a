import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { KeyRing } from './secret-keys.ts'

/** Encrypts and signs with keys derived from SECRET_KEY, one for each use (HKDF, RFC 5869). Old keys only decrypt and verify. */
export type Vault = {
  /** AES-256-GCM. The purpose is authenticated, so that a secret cannot be moved to another place. */
  seal(purpose: string, text: string): Buffer
  /** Deterministic: equal texts have equal bytes, which reveals that they are equal. For values to compare, never for secrets. */
  sealAlike(purpose: string, text: string): Buffer
  /** @throws UnknownSecretKeyError, or Error when the bytes were changed or sealed for another purpose */
  open(purpose: string, sealed: Buffer): string
  /** The token of a mail link, derived from its id, so that the desk stores only its hash. */
  deriveToken(tokenId: string): string
  /** The same with every key, current first: for tokens that were issued before the key was rotated. */
  deriveTokens(tokenId: string): string[]
  /** The key of signed reply addresses. */
  readonly replyKey: Buffer
  /** The keys that a signed reply address may have been signed with, current first. */
  readonly replyKeys: readonly Buffer[]
  /** The key of access tokens. */
  readonly accessKey: Buffer
  /** The key that the `kid` of an access token names; null where it is not listed. */
  accessKeyOf(keyId: string | undefined): Buffer | null
  /** Current first. */
  readonly keyIds: readonly string[]
}

/** The key that these bytes name is neither SECRET_KEY nor one of SECRET_KEYS_OLD. */
export class UnknownSecretKeyError extends Error {
  override readonly name = 'UnknownSecretKeyError'
  readonly keyId: string

  constructor(keyId: string) {
    super(`Sealed under the secret key ${keyId}, which is not listed. Add that key to SECRET_KEYS_OLD.`)
    this.keyId = keyId
  }
}

type Ring = (options?: Parameters<KeyRing>[0]) => Key[]
type Key = { id: string; seal: Buffer; iv: Buffer; token: Buffer; reply: Buffer; access: Buffer }

const mark = Buffer.from('gk1')
const idBytes = 4
const ivBytes = 12
const headBytes = mark.length + idBytes

/** `keys` is read again each time, so that a running process uses a rotated key without a restart. */
export function createVault(keys: KeyRing): Vault {
  const derived = new Map<string, Key>()
  const ring: Ring = options => keys(options).map(it => derived.get(it) ?? derive(derived, it))
  const find = (id: string) =>
    ring().find(it => it.id === id) ?? ring({ isStale: true }).find(it => it.id === id) ?? null
  const current = () => ring()[0] as Key
  return {
    get replyKey() {
      return current().reply
    },
    get replyKeys() {
      return ring().map(it => it.reply)
    },
    get accessKey() {
      return current().access
    },
    get keyIds() {
      return ring().map(it => it.id)
    },
    // Tokens from before keys had ids are signed with the oldest key.
    accessKeyOf: keyId => (keyId === undefined ? ring().at(-1) : find(keyId))?.access ?? null,
    deriveToken: tokenId => tokenUnder(current(), tokenId),
    deriveTokens: tokenId => ring().map(it => tokenUnder(it, tokenId)),
    seal: (purpose, text) => sealUnder(current(), purpose, text, randomBytes(ivBytes)),
    sealAlike(purpose, text) {
      const key = current()
      return sealUnder(key, purpose, text, syntheticIv(key, purpose, text))
    },
    open(purpose, sealed) {
      const id = sealedKeyId(sealed)
      const named = id === null ? null : find(id)
      if (named) return decrypt(named, purpose, sealed.subarray(headBytes))
      return openUnnamed(ring(), purpose, sealed)
    },
  }
}

/** The key that the bytes name; null for bytes that were sealed before keys had ids. */
export function sealedKeyId(sealed: Buffer): string | null {
  if (!sealed.subarray(0, mark.length).equals(mark)) return null
  return sealed.toString('hex', mark.length, headBytes)
}

/** Identifies a key, and reveals nothing else about it. */
export const secretKeyId = (secretKey: string): string => subkey(secretKey, 'key id').toString('hex', 0, idBytes)

const subkey = (secretKey: string, purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, 'gotrs', purpose, 32))

function derive(derived: Map<string, Key>, secretKey: string): Key {
  const key = {
    id: secretKeyId(secretKey),
    seal: subkey(secretKey, 'seal'),
    iv: subkey(secretKey, 'synthetic iv'),
    token: subkey(secretKey, 'token'),
    reply: subkey(secretKey, 'reply address'),
    access: subkey(secretKey, 'access token'),
  }
  derived.set(secretKey, key)
  return key
}

const tokenUnder = ({ token }: Key, tokenId: string) => createHmac('sha256', token).update(tokenId).digest('base64url')

/** Derived from the purpose and the text (as in RFC 5297): two texts never share an IV, which would break GCM. */
const syntheticIv = ({ iv }: Key, purpose: string, text: string): Buffer =>
  createHmac('sha256', iv)
    .update(JSON.stringify([purpose, text]))
    .digest()
    .subarray(0, ivBytes)

function sealUnder({ id, seal }: Key, purpose: string, text: string, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', seal, iv).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([mark, Buffer.from(id, 'hex'), iv, cipher.getAuthTag(), body])
}

/** Opens bytes from before keys had ids. By chance, a few of them begin as if they named a key. */
function openUnnamed(ring: Key[], purpose: string, sealed: Buffer): string {
  const id = sealedKeyId(sealed)
  for (const key of ring.toReversed()) {
    try {
      return decrypt(key, purpose, sealed)
    } catch {
      // Another key may open it.
    }
  }
  throw id === null
    ? new Error('Sealed under another secret key, or for another purpose.')
    : new UnknownSecretKeyError(id)
}

function decrypt({ seal }: Key, purpose: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', seal, sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}

/** The stored form of tokens and session ids. They are random and long, so a plain hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
