import { readdir, readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { thumbnails } from '@gotrs/db/tables/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { picture } from '../../testing/pictures.ts'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { deleteTicket } from '../tickets/delete.ts'
import { openAttachment } from './download.ts'
import { expireUnsent } from './expire-unsent.ts'
import { openThumbnail } from './thumbnail.ts'
import { uploadAttachment } from './upload.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const upload = (actor: UserActor, content: Uint8Array, contentType = 'image/png') =>
  uploadAttachment(desk, actor, { filename: 'plate', contentType, stream: Readable.from([content]) })
const storedFiles = async () => (await readdir(desk.blobsDir, { recursive: true })).filter(it => it.length > 30)
const rows = () => desk.db.select().from(thumbnails)
const notFound = { code: 'not_found' }

describe('a thumbnail', () => {
  test('is made once, also for two requests at once, and is served from the store afterwards', async () => {
    const { id } = await upload(desk.omar, picture(1_200, 900))
    const before = (await storedFiles()).length
    const both = await Promise.all([openThumbnail(desk, desk.omar, id), openThumbnail(desk, desk.omar, id)])
    const again = await openThumbnail(desk, desk.omar, id)
    for (const { bytes } of both) expect(bytes.equals(again.bytes)).toBe(true)
    expect(again.contentType).toBe('image/jpeg')
    expect(await storedFiles()).toHaveLength(before + 1)
    expect((await rows()).filter(row => row.attachmentId === id)).toHaveLength(1)
  })

  test('is for exactly those who may read the attachment', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    const unsent = await upload(desk.omar, picture(40, 30))
    const noted = await upload(desk.ana, picture(40, 30))
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'see file', attachmentIds: [noted.id] }))
    for (const [reader, id] of [
      [desk.omar, unsent.id],
      [desk.ana, noted.id],
      [desk.admin, noted.id],
    ] as const)
      await openThumbnail(desk, reader, id)
    for (const [reader, id] of [
      [desk.ana, unsent.id],
      [desk.omar, noted.id],
      [desk.lena, noted.id],
      [desk.ben, noted.id],
    ] as const)
      await expect(openThumbnail(desk, reader, id)).rejects.toMatchObject(notFound)
  })

  test('does not exist for a broken picture, which is tried once, and the next picture has one', async () => {
    const whole = picture(600, 400, 'jpeg')
    const broken = await upload(
      desk.lena,
      Buffer.concat([whole.subarray(0, 700), Buffer.alloc(400, 0xaa)]),
      'image/jpeg',
    )
    for (const _ of [1, 2]) await expect(openThumbnail(desk, desk.lena, broken.id)).rejects.toMatchObject(notFound)
    expect((await rows()).find(row => row.attachmentId === broken.id)).toMatchObject({ blobKey: null })
    const { id } = await upload(desk.lena, whole, 'image/jpeg')
    expect((await openThumbnail(desk, desk.lena, id)).bytes.length).toBeGreaterThan(500)
  })

  test('does not exist for a picture that is larger than its header says, and its memory is limited', async () => {
    // WebP: the container says 10 x 10, the bitstream in it 16,000 x 6,000.
    const lying = await readFile(new URL('../../testing/lying.webp', import.meta.url))
    const { id } = await upload(desk.lena, lying, 'image/webp')
    await expect(openThumbnail(desk, desk.lena, id)).rejects.toMatchObject(notFound)
    expect((await rows()).find(row => row.attachmentId === id)).toMatchObject({ blobKey: null })
  })

  test('does not exist for what is no picture, and no row says so', async () => {
    const { id } = await upload(desk.lena, Buffer.from('%PDF-1.4'), 'application/pdf')
    await expect(openThumbnail(desk, desk.lena, id)).rejects.toMatchObject(notFound)
    expect((await rows()).find(row => row.attachmentId === id)).toBeUndefined()
  })
})

describe('the bytes of a thumbnail are deleted', () => {
  const thumbnailKey = async (id: string) => String((await rows()).find(row => row.attachmentId === id)?.blobKey)

  test('with the upload that was never sent', async () => {
    const { id } = await upload(desk.nora, picture(40, 30))
    await openThumbnail(desk, desk.nora, id)
    const keys = [await thumbnailKey(id), (await desk.read(desk.nora, reader => openAttachment(reader, id))).blobKey]
    expect(await storedFiles()).toEqual(expect.arrayContaining(keys))
    desk.pass(25 * hour)
    while ((await desk.run(systemActor('clock'), uow => expireUnsent.batch(uow))) > 0) {
      // until nothing is left to do, as the clock does it
    }
    for (const key of keys) expect(await storedFiles()).not.toContain(key)
  })

  test('with the ticket', async () => {
    const { id } = await upload(desk.omar, picture(40, 30))
    const { ticketId } = await ask(desk, desk.omar, { attachmentIds: [id], queue: undefined })
    await openThumbnail(desk, desk.omar, id)
    const key = await thumbnailKey(id)
    expect(await storedFiles()).toContain(key)
    await desk.run(desk.admin, uow => deleteTicket(uow, { ticketId, reason: 'asked for' }))
    expect(await storedFiles()).not.toContain(key)
    expect((await rows()).find(row => row.attachmentId === id)).toBeUndefined()
  })
})
