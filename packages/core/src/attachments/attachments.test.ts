import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { drafts } from '@gotrs/db/tables/drafts'
import { attachments } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, systemActor, type UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { openAttachment } from './download.ts'
import { expireUnsent } from './expire-unsent.ts'
import { uploadAttachment } from './upload.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)

const upload = (actor: UserActor, content: Uint8Array | string, named = {}) =>
  uploadAttachment(desk, actor, {
    filename: 'file.txt',
    contentType: 'text/plain',
    stream: Readable.from([Buffer.from(content)]),
    ...named,
  })
const open = (actor: Actor, id: string) => desk.read(actor, reader => openAttachment(reader, id))
const notFound = { code: 'not_found' }
const storedFiles = async () => (await readdir(desk.blobsDir, { recursive: true })).filter(it => it.length > 30)

describe('uploading', () => {
  test('the bytes are kept as they came, with name, type and size', async () => {
    const made = await upload(desk.omar, 'Grüße', { filename: 'Brief an Ana.txt' })
    expect(made).toEqual({ id: made.id, filename: 'Brief an Ana.txt', contentType: 'text/plain', size: 7 })
    const opened = await open(desk.omar, made.id)
    expect((await desk.blobs.read(opened.blobKey)).toString()).toBe('Grüße')
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\jane\\a.txt', 'a.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['zero\u200bwidth\u0000.txt', 'zerowidth.txt'],
    ['line\r\nX-Evil: 1.txt', 'lineX-Evil: 1.txt'],
    ['...', 'file'],
  ])('the name %j is shown as %j', async (filename, shown) => {
    const made = await upload(desk.lena, 'x', { filename })
    expect(made.filename).toBe(shown)
    await desk.db.delete(attachments).where(eq(attachments.id, made.id))
  })

  test('a name of any length is cut', async () => {
    const made = await upload(desk.lena, 'x', { filename: `${'n'.repeat(5_000)}.txt` })
    expect(made.filename.length).toBeLessThanOrEqual(200)
    expect(made.filename).toMatch(/\.txt$/)
  })

  test.each([
    ['image/png', png, 'image/png'],
    ['text/plain', png, 'image/png'],
    ['image/svg+xml; x', '<svg onload="alert(1)"/>', 'image/svg+xml'],
    ['image/png', '<script>alert(1)</script>', 'application/octet-stream'],
    ['application/pdf', 'not one', 'application/octet-stream'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK\u0003\u0004rest', undefined],
    ['text/html\r\nX-Evil: 1', 'x', 'application/octet-stream'],
    ['', 'x', 'application/octet-stream'],
  ])('declared %j: the first bytes decide the type where they identify one', async (contentType, content, kept) => {
    const made = await upload(desk.lena, content, { contentType })
    expect(made.contentType).toBe(kept ?? contentType)
    await desk.db.delete(attachments).where(eq(attachments.id, made.id))
  })

  test('a file past the limit is rejected while it comes, and leaves nothing', async () => {
    const before = await storedFiles()
    let sent = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 1
          yield Buffer.alloc(1024 * 1024)
        }
      })(),
    )
    await expect(upload(desk.nora, '', { stream: endless })).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toBeLessThan(30)
    expect(await storedFiles()).toEqual(before)
  })

  test('a broken line leaves nothing', async () => {
    const before = await storedFiles()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(10_000)
        throw new Error('reset')
      })(),
    )
    await expect(upload(desk.nora, '', { stream: broken })).rejects.toThrow('reset')
    expect(await storedFiles()).toEqual(before)
  })

  test('one person may have 100 unsent files, also when many come at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 104 }, () => upload(desk.ben, 'x')))
    const failures = outcomes.filter(it => it.status === 'rejected')
    expect(failures).toHaveLength(4)
    expect(failures[0]?.reason).toMatchObject({ code: 'too_large', params: { maxUnsentFiles: 100 } })
    const rows = await desk.db.select().from(attachments).where(eq(attachments.uploaderId, desk.ben.id))
    expect(rows).toHaveLength(100)
    const files = await storedFiles()
    for (const row of rows) expect(files).toContain(row.blobKey)
  })

  test('and 100 MB of them', async () => {
    await desk.db.insert(attachments).values({
      id: crypto.randomUUID(),
      uploaderId: desk.nora.id,
      filename: 'large',
      contentType: 'application/zip',
      size: 100 * 1024 * 1024 - 1,
      sha256: '',
      blobKey: '00/00000000-0000-0000-0000-000000000000',
      createdAt: desk.now(),
    })
    await upload(desk.nora, 'x')
    await expect(upload(desk.nora, 'x')).rejects.toMatchObject({ code: 'too_large' })
  })
})

describe('opening', () => {
  test('only its uploader reads an unsent file, not even an admin', async () => {
    const { id } = await upload(desk.omar, 'mine')
    await open(desk.omar, id)
    for (const other of [desk.nora, desk.lena, desk.ana, desk.admin])
      await expect(open(other, id)).rejects.toMatchObject(notFound)
  })

  test('everybody who may read the ticket reads a file of a message', async () => {
    const { id } = await upload(desk.omar, 'sent')
    await ask(desk, desk.omar, { attachmentIds: [id], queue: undefined })
    for (const reader of [desk.omar, desk.nora, desk.ana, desk.admin]) await open(reader, id)
    for (const other of [desk.lena, desk.ben]) await expect(open(other, id)).rejects.toMatchObject(notFound)
  })

  test('only staff read a file of a note', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    const { id } = await upload(desk.ana, 'internal')
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'see file', attachmentIds: [id] }))
    for (const reader of [desk.ana, desk.admin]) await open(reader, id)
    for (const other of [desk.omar, desk.nora, desk.lena, desk.ben])
      await expect(open(other, id)).rejects.toMatchObject(notFound)
  })

  test('a file that is not there looks the same', async () => {
    await expect(open(desk.admin, crypto.randomUUID())).rejects.toMatchObject(notFound)
  })
})

test('what was not sent within a day goes, file and row; sent and drafted files stay', async () => {
  const [unsent, sent, drafted] = [
    await upload(desk.ana, '1'),
    await upload(desk.ana, '2'),
    await upload(desk.ana, '3'),
  ]
  const { ticketId } = await ask(desk, desk.omar)
  await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'n', attachmentIds: [sent.id] }))
  const draft = { userId: desk.ana.id, ticketId, kind: 'note' as const, html: '', attachmentIds: [drafted.id] }
  await desk.db.insert(drafts).values({ ...draft, updatedAt: desk.now() })
  const { blobKey } = await open(desk.ana, unsent.id)
  desk.pass(25 * hour)
  const fresh = await upload(desk.ana, '4')
  const batch = () => desk.run(systemActor('clock'), uow => expireUnsent.batch(uow))
  while ((await batch()) > 0) {
    // until nothing is left to do, as the clock does it
  }
  await expect(open(desk.ana, unsent.id)).rejects.toMatchObject(notFound)
  await expect(desk.blobs.read(blobKey)).rejects.toThrow('ENOENT')
  for (const { id } of [sent, drafted, fresh]) await desk.blobs.read((await open(desk.ana, id)).blobKey)
})
