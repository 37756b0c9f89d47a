import { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { maskTokens, maskTokensIn } from '@gotrs/mail/mask-tokens'
import type { Blobs } from '../kernel/blobs.ts'

/** How much of a raw mail is shown. */
export const rawTextBytes = 200_000

export type StoredMail = { mailId: string; blobKey: string; size: number }

/** Columns of the ledger, for `requireBytes`. */
export const storedMailColumns = { mailId: inboundMails.id, blobKey: inboundMails.blobKey, size: inboundMails.size }

type Found = { mailId: string; blobKey: string | null; size: number }

/** @throws DeskError `not_found`, `raw_mail_gone` */
export function requireBytes(found: Found | undefined): StoredMail {
  if (!found) throw new DeskError('not_found', { noun: 'mail' })
  const { blobKey } = found
  if (blobKey === null) throw new DeskError('raw_mail_gone')
  return { ...found, blobKey }
}

/** The bytes of a mail, without the secret part of reply addresses. */
export const streamRawMail = (blobs: Blobs, blobKey: string): Readable =>
  Readable.from(maskTokensIn(blobs.stream(blobKey)), { objectMode: false })

/** The beginning of a mail as text, without the secret part of reply addresses. */
export async function readRawText(blobs: Blobs, blobKey: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of blobs.stream(blobKey, { start: 0, end: rawTextBytes - 1 })) chunks.push(chunk)
  return maskTokens(asText(Buffer.concat(chunks)))
}

/**
 * A mail may contain any bytes (RFC 6532 for UTF-8, anything in a broken mail): bytes that are not UTF-8 are shown one
 * by one.
 */
function asText(raw: Buffer): string {
  try {
    // `stream`: a character that is cut in the middle is left out, and does not count as an error.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw, { stream: true })
  } catch {
    return raw.toString('latin1')
  }
}
