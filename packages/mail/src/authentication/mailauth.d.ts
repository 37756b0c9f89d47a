/** Types for parts of mailauth that have none. */
declare module 'mailauth/lib/tools.js' {
  export function parseHeaders(head: Buffer): {
    parsed: { key: string; casedKey: string; line: Buffer }[]
    original: Buffer
  }
}

declare module 'mailauth/lib/dkim/dkim-verifier.js' {
  import type { Writable } from 'node:stream'

  export type SignatureHeader = {
    type: 'DKIM' | 'ARC'
    original: Buffer
    signingDomain: string
    selector: string
    hashAlgo: string
    parsed?: Record<string, { value: unknown } | undefined>
    /** Why it is not verified. */
    skip?: string
    /** Why it is invalid with any key. */
    invalid?: string
  }
  export type SignatureResult = {
    signingDomain?: string
    selector?: string
    /** The names of the fields that it covers, one for each copy: `From: To: Subject`. */
    signingHeaders?: { keys: string }
    status: { result: string; comment?: string | false; testing?: boolean }
  }
  export type ArcSet = Record<'arc-seal' | 'arc-message-signature' | 'arc-authentication-results', SignatureHeader>
  export type ArcChain = { chain: ArcSet[] | false; lastEntry?: ArcSet; error?: Error }
  type BodyHasher = { update(chunk: Uint8Array): void; hash: string }

  export class DkimVerifier extends Writable {
    constructor(options: Record<string, unknown>)
    results: SignatureResult[]
    arc: ArcChain
    bodyHashes: Map<string, BodyHasher>
    prepareSignature(header: SignatureHeader): void
    addBodyHash(canonicalisation: string, algorithm: string, length: unknown): string
  }
}
