import type { IncomingMessage } from 'node:http'
import { DeskError } from '@gotrs/contract/errors'

type MediaType = 'application/json' | 'multipart/form-data'

/** No compressed bodies: one could expand to any size. @throws DeskError `unsupported_media_type` */
export function requireNoEncoding({ headers }: IncomingMessage): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (coding === 'identity') return
  throw new DeskError('unsupported_media_type', {
    acceptedEncoding: 'identity',
    issues: [{ path: 'Content-Encoding', message: 'send the body without compression, and leave this header out' }],
  })
}

/** @throws DeskError `unsupported_media_type`, which names the type that is accepted */
export function requireMediaType({ headers }: IncomingMessage, accepted: MediaType): void {
  const [given = ''] = (headers['content-type'] ?? '').split(';')
  if (given.trim().toLowerCase() === accepted) return
  throw new DeskError('unsupported_media_type', {
    accepted,
    issues: [{ path: 'Content-Type', message: `send ${accepted}` }],
  })
}
