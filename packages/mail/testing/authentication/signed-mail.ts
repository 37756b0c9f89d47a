import { generateKeyPairSync } from 'node:crypto'
import { sealMessage } from 'mailauth/lib/arc/index.js'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { txt, type Zone } from './zone.ts'

const rsa = (bits: number) =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

const keys = { strong: rsa(2048), weak: rsa(768) }

/** The record of the key that `sign` signs with, and of one that is too short. */
export const keyRecord = (flags = '', key: keyof typeof keys = 'strong') =>
  txt(`v=DKIM1; k=rsa; ${flags}p=${keys[key].publicKey.toString('base64')}`)

export type Signing = {
  domain: string
  selector?: string
  key?: keyof typeof keys
  /** The names of the fields that it covers. */
  fields?: string
  canonicalization?: string
  algorithm?: string
  maxBodyLength?: number
  expires?: Date
  signTime?: Date
  identity?: string
}

export async function sign(mail: string, signing: Signing): Promise<string> {
  const { signatures } = await dkimSign(mail, {
    canonicalization: signing.canonicalization ?? 'relaxed/relaxed',
    algorithm: signing.algorithm,
    signTime: signing.signTime ?? new Date('2026-11-29T09:00:00Z'),
    expires: signing.expires,
    signatureData: [
      {
        signingDomain: signing.domain,
        selector: signing.selector ?? 's',
        privateKey: keys[signing.key ?? 'strong'].privateKey,
        headerList: signing.fields,
        maxBodyLength: signing.maxBodyLength,
        identity: signing.identity,
      },
    ],
  } as unknown as Parameters<typeof dkimSign>[1])
  return signatures + mail
}

export const keyZone = (...domains: string[]): Zone =>
  Object.fromEntries(domains.map(domain => [`s._domainkey.${domain}`, keyRecord()]))

/** Adds an ARC set, as a forwarding server does. */
export async function seal(
  mail: string,
  by: { domain: string; results: string; cv?: 'none' | 'pass' },
): Promise<string> {
  const headers = await sealMessage(Buffer.from(mail), {
    signingDomain: by.domain,
    selector: 's',
    privateKey: keys.strong.privateKey,
    authResults: by.results,
    cv: by.cv ?? 'none',
    signTime: new Date('2026-11-29T09:00:00Z'),
  } as Parameters<typeof sealMessage>[1])
  return headers.toString('latin1') + mail
}
