import { Readable } from 'node:stream'
import { attachmentLimits, type UploadedAttachment } from '@gotrs/contract/attachments'
import { DeskError } from '@gotrs/contract/errors'
import { attachments } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { cleanFilename } from '@gotrs/mail/attachments/filename'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { StoredBlob } from '../kernel/blobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { RunOptions } from '../kernel/run-unit-of-work.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { sniffedStream } from './sniff.ts'

export type Upload = { filename: string; contentType: string; stream: Readable }
/** What identifies a file; known only once all of it has arrived. */
export type FileFacts = { filename: string; contentType: string; sha256: string }

/** The limits of one person's uploads that were not sent yet. */
const quota = { bytes: 100 * 1024 * 1024, files: 100 }

/**
 * Stores a file for one message that the uploader will send within a day. `optionsFor`: the options of the unit of work that
 * stores the file; another file with the same idempotency key is another call.
 * @throws DeskError `too_large` for one file or for all that are unsent, `forbidden`
 */
export async function uploadAttachment(
  kernel: Kernel,
  actor: UserActor,
  { filename, contentType, stream }: Upload,
  optionsFor: (file: FileFacts) => RunOptions = () => ({}),
): Promise<UploadedAttachment> {
  requireGrant({ actor }, 'attachment.upload')
  await requireRoom({ db: kernel.db }, actor.id, 0)
  const sniffed = await sniffedStream(stream, contentType)
  const blob = await kernel.blobs.put(Readable.from(sniffed.content), { maxBytes: attachmentLimits.maxBytes })
  const kept = { filename: cleanFilename(filename, 'file'), contentType: sniffed.contentType, blob }
  let isKept = false
  try {
    const work = async (uow: UnitOfWork) => {
      const stored = await keep(uow, actor.id, kept)
      // Only here: the work of a repeated call also begins, and its first statement fails.
      isKept = true
      return stored
    }
    const facts = { filename: kept.filename, contentType: kept.contentType, sha256: blob.sha256 }
    const answer = await kernel.run(actor, work, optionsFor(facts))
    // A repeated call returns the earlier file, so nothing refers to these bytes.
    if (!isKept) await removeFile(kernel, blob.key)
    return answer
  } catch (error) {
    // If this fails too, a file without a row remains, which is better than a row without its file.
    await removeFile(kernel, blob.key)
    throw error
  }
}

async function removeFile({ blobs, log }: Kernel, key: string): Promise<void> {
  await blobs.remove(key).catch(err => log.warn({ err }, 'the file of a rejected upload was not deleted'))
}

type Kept = { filename: string; contentType: string; blob: StoredBlob }

async function keep(uow: UnitOfWork, uploaderId: string, { filename, contentType, blob }: Kept) {
  requireGrant(uow, 'attachment.upload')
  // The lock makes uploads of one person wait for each other: two at once would both fit the quota.
  await uow.db.select({ id: users.id }).from(users).where(eq(users.id, uploaderId)).for('no key update')
  await requireRoom(uow, uploaderId, blob.size)
  const id = uow.newId()
  const { size, sha256, key: blobKey } = blob
  const row = { id, uploaderId, filename, contentType, size, sha256, blobKey, createdAt: uow.now }
  await uow.db.insert(attachments).values(row)
  return { id, filename, contentType, size }
}

async function requireRoom({ db }: Pick<Reader, 'db'>, uploaderId: string, more: number): Promise<void> {
  const [unsent] = await db
    .select({ files: sql<number>`count(*)::int`, bytes: sql<string>`coalesce(sum(${attachments.size}), 0)` })
    .from(attachments)
    .where(and(eq(attachments.uploaderId, uploaderId), isNull(attachments.messageId)))
  const files = (unsent?.files ?? 0) + 1
  const bytes = Number(unsent?.bytes ?? 0) + more
  if (files > quota.files || bytes > quota.bytes) {
    throw new DeskError('too_large', { maxUnsentFiles: quota.files, maxUnsentBytes: quota.bytes })
  }
}
