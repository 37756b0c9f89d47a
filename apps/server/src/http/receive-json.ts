import type { IncomingMessage } from 'node:http'
import { DeskError } from '@gotrs/contract/errors'
import { z } from 'zod'
import { checkJson } from './check-json.ts'
import { requireNoEncoding } from './media-type.ts'

const kilobyte = 1_024

/** The limits of one call. A batch of calls has the same limits as one call. */
export type JsonLimits = { maxBytes: number; maxValues: number }

const anonymous: JsonLimits = { maxBytes: 64 * kilobyte, maxValues: 500 }
const known: JsonLimits = { maxBytes: 256 * kilobyte, maxValues: 5_000 }
/** A million characters of HTML: only where a route allows it. */
const withHtml: JsonLimits = { maxBytes: 2_048 * kilobyte, maxValues: 5_000 }

/** By the caller, and by whether an input of the call accepts HTML. */
export function jsonLimits(isKnown: boolean, inputs: readonly unknown[]): JsonLimits {
  if (!isKnown) return anonymous
  return inputs.some(takesHtml) ? withHtml : known
}

const takesHtml = (input: unknown): boolean => input instanceof z.ZodObject && 'html' in input.shape

/** The JSON of the body as text, not yet parsed. @throws DeskError `too_large`, `invalid_input`, `unsupported_media_type` */
export async function receiveJson(incoming: IncomingMessage, { maxBytes, maxValues }: JsonLimits): Promise<string> {
  requireNoEncoding(incoming)
  const tooLarge = () => new DeskError('too_large', { maxBytes })
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  // The connection stays open for the answer.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  checkJson(bytes, maxValues)
  return bytes.toString()
}
