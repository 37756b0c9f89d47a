import { readdirSync, readlinkSync } from 'node:fs'
import { get as request } from 'node:http'
import { addNote } from '@gotrs/core/messages/add-note'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

async function upload(content: Uint8Array<ArrayBuffer> | string, name: string, as: Person = 'omar'): Promise<string> {
  const form = new FormData()
  form.set('file', new File([content], name))
  return ((await (await desk.fetch('/api/attachments', { method: 'POST', body: form, as })).json()) as { id: string })
    .id
}
const zipOf = (messageId: string) => `/api/messages/${messageId}/attachments.zip`
const download = (messageId: string, as?: Person, method = 'GET') => desk.fetch(zipOf(messageId), { as, method })

/** The files of a zip file without compression, by its central directory (APPNOTE.TXT, section 4.3.12). */
function unzip(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {}
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, extraLength] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
    ]
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    files[name] = zip.subarray(start, start + size).toString()
    at += 46 + nameLength + extraLength
  }
  return files
}

test('all files of a message come as one zip file, with different names', async () => {
  const attachmentIds = [
    await upload('first', 'übersicht.txt'),
    await upload('second', 'Übersicht.txt'),
    await upload('', '../x'),
  ]
  const { messageId, ticketNumber } = await ask(desk.world, desk.world.omar, { attachmentIds, queue: undefined })
  const response = await download(messageId, 'omar')
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': expect.stringContaining(`attachment; filename="ticket-${ticketNumber}.zip"`),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  const zip = Buffer.from(await response.arrayBuffer())
  expect(zip.length).toBe(Number(response.headers.get('content-length')))
  expect(unzip(zip)).toEqual({ 'übersicht.txt': 'first', 'Übersicht (2).txt': 'second', x: '' })
  const head = await download(messageId, 'omar', 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(zip.length)])
})

test('only those who may read the message get it', async () => {
  const { ticketId, messageId } = await ask(desk.world, desk.world.omar, {
    attachmentIds: [await upload('x', 'x.txt')],
    queue: undefined,
  })
  const noted = { ticketId, text: 'internal', attachmentIds: [await upload('secret', 's.txt', 'ana')] }
  const note = await desk.world.run(desk.world.ana, uow => addNote(uow, noted))
  const statuses = async (id: string) =>
    Promise.all((['omar', 'lena', 'ana', 'ben'] as const).map(async as => (await download(id, as)).status))
  expect(await statuses(messageId)).toEqual([200, 404, 200, 404])
  expect(await statuses(note.messageId)).toEqual([404, 404, 200, 404])
  expect((await download(messageId)).status).toBe(401)
})

test('clients that leave in the middle close the file, and the server goes on', async () => {
  const big = new Uint8Array(8 * 1024 * 1024)
  const attachmentIds = [await upload(big, 'a.bin'), await upload(big, 'b.bin')]
  const { messageId } = await ask(desk.world, desk.world.omar, { attachmentIds, queue: undefined })
  const Cookie = await desk.cookieOf('omar')
  const leave = (afterBytes: number) =>
    new Promise<void>(resolve => {
      let received = 0
      request(`${desk.url}${zipOf(messageId)}`, { headers: { Cookie } }, response => {
        response.on('data', (chunk: Buffer) => {
          received += chunk.length
          if (received >= afterBytes) response.destroy()
        })
        response.on('close', resolve).on('error', () => {})
      })
    })
  for (const afterBytes of [1, 100_000, 9_000_000]) await Promise.all([leave(afterBytes), leave(afterBytes)])
  await expect.poll(() => openFilesIn(desk.world.blobsDir)).toBe(0)
  expect((await download(messageId, 'omar')).status).toBe(200)
})

/** This process serves: Linux lists its open files. */
function openFilesIn(folder: string): number {
  if (process.platform !== 'linux') return 0
  return readdirSync('/proc/self/fd').filter(fd => linkOf(fd).startsWith(folder)).length
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}
