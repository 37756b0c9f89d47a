import { attachmentLimits } from '@gotrs/contract/attachments'
import { DeskError } from '@gotrs/contract/errors'
import { attachments, thumbnails } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { type Actor, systemActor } from '../kernel/actor.ts'
import { createConcurrencyLimit, runWithinLimit } from '../kernel/concurrency-limit.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createThreads, ThreadError, threadProgram } from '../kernel/threads.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { type OpenedAttachment, openAttachment } from './download.ts'
import type { SmallPicture } from './shrink-picture.ts'

export type Thumbnail = { bytes: Buffer; contentType: string }

type Row = { blobKey: string | null; contentType: string | null }

/** One picture at a time, so that pictures take one core and the memory of one. */
const gate = createConcurrencyLimit({ perPerson: 1, total: 1, maxWaiting: 20, maxWaitingInAll: 100, waitMs: 20_000 })
const threads = createThreads<Uint8Array, SmallPicture | null>(
  () => threadProgram('thumbnail-worker', import.meta.url),
  // The memory of the library is not in the heap: shrink-picture.ts limits it. It goes with the thread.
  { milliseconds: 20_000, heapMegabytes: 128, idleMilliseconds: 10_000 },
)
/** By the id of the attachment: two requests at once make one thumbnail. */
const making = new Map<string, Promise<Row>>()

/**
 * The small picture of an attachment, for everybody who may read the attachment. It is made at the first request, and kept.
 * @throws DeskError `not_found` also where the attachment has none, `too_many_requests`
 */
export async function openThumbnail(kernel: Kernel, actor: Actor, attachmentId: string): Promise<Thumbnail> {
  const { file, kept } = await kernel.read(actor, async reader => ({
    file: await openAttachment(reader, attachmentId),
    kept: await findRow(reader, attachmentId),
  }))
  const { blobKey, contentType } = kept ?? (await makeOnce(kernel, actor, file))
  if (!blobKey || !contentType) throw new DeskError('not_found', { noun: 'thumbnail' })
  return { bytes: await kernel.blobs.read(blobKey), contentType }
}

async function findRow({ db }: Pick<Reader, 'db'>, attachmentId: string): Promise<Row | undefined> {
  const { blobKey, contentType } = thumbnails
  const [row] = await db
    .select({ blobKey, contentType })
    .from(thumbnails)
    .where(eq(thumbnails.attachmentId, attachmentId))
  return row
}

async function makeOnce(kernel: Kernel, actor: Actor, file: OpenedAttachment): Promise<Row> {
  // A row for each of these would say what their type and size say already. Mail programs often send bytes of no type.
  if (!/^image\/|^application\/octet-stream$/.test(file.contentType) || file.size > attachmentLimits.maxBytes)
    return none
  const running = making.get(file.id) ?? runWithinLimit(gate, actor, () => make(kernel, file))
  making.set(file.id, running)
  return running.finally(() => making.delete(file.id))
}

const none: Row = { blobKey: null, contentType: null }

async function make(kernel: Kernel, file: OpenedAttachment): Promise<Row> {
  const bytes = await kernel.blobs.read(file.blobKey)
  const small = await threads.run(bytes).catch(error => {
    if (!(error instanceof ThreadError)) throw error
    kernel.log.info(
      { attachmentId: file.id },
      'a picture has no thumbnail: it is broken, or takes too much time or memory',
    )
    return null
  })
  if (!small) return keep(kernel, file.id, none)
  const { key } = await kernel.blobs.put(small.bytes)
  return keep(kernel, file.id, { blobKey: key, contentType: small.contentType })
}

/** The row as it is stored: another process may have made one, or the attachment may be deleted meanwhile. */
async function keep(kernel: Kernel, attachmentId: string, made: Row): Promise<Row> {
  const stored = await kernel.run(systemActor('desk'), async uow => {
    const isThere = uow.db.select({ id: attachments.id }).from(attachments).where(eq(attachments.id, attachmentId))
    if ((await isThere.for('key share')).length === 0) return none
    await uow.db
      .insert(thumbnails)
      .values({ attachmentId, ...made, createdAt: uow.now })
      .onConflictDoNothing()
    return (await findRow(uow, attachmentId)) ?? none
  })
  if (made.blobKey !== null && stored.blobKey !== made.blobKey) await kernel.blobs.remove(made.blobKey)
  return stored
}
