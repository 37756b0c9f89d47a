import { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import type { ImapFlow } from 'imapflow'
import type { ImapConnection } from './connection.ts'
import { createSemaphore } from './semaphore.ts'

/** Fetches a mail up to this size as one literal, so that it is complete or missing; a larger one in parts of this size. */
const partBytes = 1024 * 1024

/** How much of the header of a mail that is too large is stored. */
const headerBytes = 256 * 1024

/** How many mails this process fetches in parts at a time, over all mailboxes. */
const largeMails = createSemaphore(3)

export type FetchedMail = { content: Readable | Buffer; quarantineReason?: string }

/** What is in the ledger now: `nothing` if the mail does not exist or the server does not send it. */
export type FetchResult = 'complete' | 'header only' | 'nothing'

type FetchRequest = {
  connection: ImapConnection
  uid: number
  stopping: AbortSignal
  record: (mail: FetchedMail) => Promise<unknown>
}

/** Fetches the size first, and not a mail that is too large. `record` fails if the content is incomplete. */
export async function fetchMail(request: FetchRequest): Promise<FetchResult> {
  const { connection, uid, record } = request
  const about = await connection.request(client =>
    client.fetchOne(String(uid), { uid: true, size: true }, { uid: true }),
  )
  if (!about) return 'nothing'
  const size = about.size ?? 0
  if (size > maxMailBytes) return fetchHeader(request, size)
  if (size > partBytes) return fetchInParts(request, size)
  const mail = await fetchOne(connection, uid, { source: true }, size)
  if (!mail?.source || (mail.source.length === 0 && size > 0)) return 'nothing'
  await record({ content: mail.source })
  return 'complete'
}

async function fetchHeader({ connection, uid, record }: FetchRequest, size: number): Promise<FetchResult> {
  const mail = await fetchOne(connection, uid, { bodyParts: [{ key: 'header', maxLength: headerBytes }] }, headerBytes)
  if (!mail?.headers || mail.headers.length === 0) return 'nothing'
  await record({ content: mail.headers, quarantineReason: tooLarge(size) })
  return 'header only'
}

const tooLarge = (size: number) =>
  `It has ${size} bytes, more than the limit of ${maxMailBytes}. This is its header; the mail itself is on the server.`

async function fetchInParts(request: FetchRequest, size: number): Promise<FetchResult> {
  const release = await largeMails.acquire(request.stopping)
  try {
    await request.record({ content: Readable.from(partsOf(request, size)) })
    return 'complete'
  } catch (error) {
    if (error instanceof NoContent) return 'nothing'
    // The server was wrong about the size.
    if (error instanceof DeskError && error.code === 'too_large') return fetchHeader(request, size)
    throw error
  } finally {
    release()
  }
}

/** The server lists the mail, but does not send the requested data. */
class NoContent extends Error {}

/**
 * Fetches one part after the other, until the server has no more. RFC822.SIZE does not show the end, because some servers
 * report it wrong: a mail that seems to end earlier has ended if the next part is empty.
 */
async function* partsOf({ connection, uid }: FetchRequest, size: number): AsyncGenerator<Buffer> {
  const lateAt = connection.now() + connection.longestMs(size)
  for (let start = 0; ; ) {
    if (connection.now() > lateAt) throw new Error('The server takes too long to send a mail.')
    const { content, isAtOrigin } = await partAt(connection, uid, start)
    if (content.length > 0) yield content
    start += content.length
    const isAll = content.length !== partBytes && (start >= size || content.length === 0)
    if (!isAll) continue
    // A server that does not say where a part begins may have sent the beginning again.
    if (start === 0 || (!isAtOrigin && start !== size)) throw new NoContent()
    return
  }
}

type Part = { content: Buffer; isAtOrigin: boolean }

async function partAt(connection: ImapConnection, uid: number, start: number): Promise<Part> {
  const mail: Answer | null = await fetchOne(connection, uid, { source: { start, maxLength: partBytes } }, partBytes)
  if (!mail?.source) throw new NoContent()
  // The response names the octet at which the part begins (RFC 9051, section 7.5.2).
  const origin = mail.partialOrigins?.get('')
  if (origin !== undefined && origin !== start) throw new NoContent()
  return { content: mail.source, isAtOrigin: origin !== undefined }
}

type Query = Parameters<ImapFlow['fetchOne']>[1]
type Answer = Exclude<Awaited<ReturnType<ImapFlow['fetchOne']>>, false> & { partialOrigins?: Map<string, number> }

async function fetchOne(connection: ImapConnection, uid: number, query: Query, bytes: number): Promise<Answer | null> {
  const mail = await connection.request(
    client => client.fetchOne(String(uid), { uid: true, ...query }, { uid: true }),
    bytes,
  )
  return mail && mail.uid === uid ? mail : null
}
