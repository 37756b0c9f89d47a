import { DeskError } from '@gotrs/contract/errors'
import { remoteImagesIn } from '@gotrs/contract/remote-images'
import { fileTypeFromBuffer } from 'file-type'
import type { UserActor } from '../kernel/actor.ts'
import { FetchFailure, guardedFetch } from '../kernel/guarded-fetch.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { findMessage } from './find-message.ts'

export type RemoteImage = { contentType: string; content: Buffer }

const limits = { timeoutMs: 10_000, maxBytes: 10 * 1024 * 1024, maxRedirects: 3 }
// Enough for people who read newsletters, and too little to overload another server.
const perReader = { points: 600, seconds: 60 }

/** What a browser draws and cannot run. SVG is no such thing. */
const rasterTypes = new Set([
  ...['image/png', 'image/apng', 'image/gif', 'image/jpeg', 'image/webp', 'image/avif', 'image/bmp', 'image/x-icon'],
])

/**
 * An image on another server, which the desk fetches for a reader: that server sees the address of the desk, and nothing
 * about the reader. The desk fetches only images of a message that the reader may see.
 * @throws DeskError `not_found` also when the other server has no such image; `too_many_requests`, `address_not_allowed`
 */
export async function loadRemoteImage(
  kernel: Kernel,
  actor: UserActor,
  { messageId, url }: { messageId: string; url: string },
): Promise<RemoteImage> {
  const { html, quotedHtml } = await kernel.read(actor, reader => findMessage(reader, messageId))
  if (![html, quotedHtml].some(body => remoteImagesIn(body).has(url))) throw new DeskError('not_found')
  await kernel.limit('remote-images', actor.id, perReader)
  const { status, body } = await guardedFetch(kernel.guard, url, limits).catch(gone)
  const type = await fileTypeFromBuffer(body).catch(() => undefined)
  if (status !== 200 || !type || !rasterTypes.has(type.mime)) throw new DeskError('not_found', { noun: 'image' })
  return { contentType: type.mime, content: body }
}

function gone(error: unknown): never {
  if (error instanceof FetchFailure) throw new DeskError('not_found', { noun: 'image', problem: error.problem })
  throw error
}
