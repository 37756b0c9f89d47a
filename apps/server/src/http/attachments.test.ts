import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { addNote } from '@gotrs/core/messages/add-note'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

type Uploaded = { id: string; filename: string; contentType: string; size: number }
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)

async function post(
  content: string | Uint8Array<ArrayBuffer>,
  name: string,
  type: string,
  as: Person = 'omar',
): Promise<Response> {
  const form = new FormData()
  form.set('note', 'a field that is passed over')
  form.set('file', new File([content], name, { type }))
  return desk.fetch('/api/attachments', { method: 'POST', body: form, as })
}
const upload = async (...args: Parameters<typeof post>) => (await (await post(...args)).json()) as Uploaded
const get = (id: string, as?: Person, headers: Record<string, string> = {}, query = '') =>
  desk.fetch(`/api/attachments/${id}${query}`, { headers, as })
const files = async () => (await readdir(desk.world.blobsDir, { recursive: true })).filter(it => it.length > 30).sort()

describe('uploading', () => {
  test('answers id, name, size and type, and the bytes come back as they were', async () => {
    const response = await post('Grüße', 'Übergabe „final“.txt', 'text/plain')
    expect(response.status).toBe(201)
    const made = (await response.json()) as Uploaded
    expect(made).toEqual({ id: made.id, filename: 'Übergabe „final“.txt', contentType: 'text/plain', size: 7 })
    expect(await (await get(made.id, 'omar')).text()).toBe('Grüße')
  })

  test('keeps the quotes of a name, which forms percent-encode, and removes its line breaks', async () => {
    const { filename } = await upload('x', 'ü "x"\r\n 100%25.txt', 'text/plain')
    expect(filename).toMatch(/^ü "x"[ _]* 100%25\.txt$/)
  })

  test('stores one file for a call that is repeated with its key', async () => {
    const before = await files()
    const send = async () => {
      const form = new FormData()
      form.set('file', new File(['once'], 'once.txt'))
      const headers = { 'Idempotency-Key': 'upload-1' }
      return (await desk.fetch('/api/attachments', { method: 'POST', body: form, headers, as: 'omar' })).json()
    }
    expect(await send()).toEqual(await send())
    expect(await files()).toHaveLength(before.length + 1)
  })

  test('rejects another file, name or type with a used key, and does not store it', async () => {
    const send = async (content: string, name: string, type: string) => {
      const form = new FormData()
      form.set('file', new File([content], name, { type }))
      const headers = { 'Idempotency-Key': 'upload-2' }
      const response = await desk.fetch('/api/attachments', { method: 'POST', body: form, headers, as: 'omar' })
      return [response.status, ((await response.json()) as { error?: { code: string } }).error?.code]
    }
    expect(await send('one', 'one.txt', 'text/plain')).toEqual([201, undefined])
    const before = await files()
    const reused = [409, 'idempotency_key_reused']
    expect(await send('two', 'one.txt', 'text/plain')).toEqual(reused)
    expect(await send('one', 'two.txt', 'text/plain')).toEqual(reused)
    expect(await send('one', 'one.txt', 'text/csv')).toEqual(reused)
    expect(await send('one', 'one.txt', 'text/plain')).toEqual([201, undefined])
    expect(await files()).toEqual(before)
  })

  test('rejects an upload without a login', async () => {
    const form = new FormData()
    form.set('file', new File(['x'], 'x.txt'))
    const response = await desk.fetch('/api/attachments', { method: 'POST', body: form })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'not_logged_in' } })
  })

  test.each([
    ['a form without a boundary', 'multipart/form-data', 'x'],
    [
      'a form without a file',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    ],
    [
      'a form that ends too early',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
  ])('rejects %s and stores nothing', async (_what, type, body) => {
    const before = await files()
    const init = { method: 'POST', headers: { 'Content-Type': type }, body, as: 'omar' } as const
    const response = await desk.fetch('/api/attachments', init)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_input' } })
    expect(await files()).toEqual(before)
  })

  test('a file of more than 25 MB is rejected, with its length and without', async () => {
    const before = await files()
    const bytes = new Uint8Array(25 * 1024 * 1024 + 1)
    expect((await post(bytes, 'large.bin', 'application/octet-stream')).status).toBe(413)
    const form = new FormData()
    form.set('file', new File([bytes], 'large.bin'))
    const whole = new Response(form)
    const headers = { 'Content-Type': whole.headers.get('content-type') ?? '' }
    const init = { method: 'POST', headers, body: whole.body, duplex: 'half', as: 'omar' } as RequestInit & {
      as: Person
    }
    const status = await desk.fetch('/api/attachments', init).then(response => response.status)
    expect(status).toBe(413)
    expect(await files()).toEqual(before)
  })

  test('accepts a file of exactly 25 MB', async () => {
    const made = await upload(new Uint8Array(25 * 1024 * 1024), 'limit.bin', 'application/octet-stream', 'lena')
    expect(made.size).toBe(25 * 1024 * 1024)
  })

  test('stores neither row nor file when the connection is lost, and accepts the next upload', async () => {
    const before = await files()
    const Cookie = await desk.cookieOf('omar')
    const headers = { Cookie, Origin: desk.url, 'Content-Type': 'multipart/form-data; boundary=x' }
    await new Promise<void>(resolve => {
      const broken = request(`${desk.url}/api/attachments`, { method: 'POST', headers }).on('error', () => resolve())
      broken.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n')
      broken.write('y'.repeat(200_000), () => broken.destroy(new Error('gone')))
    })
    await expect.poll(files).toEqual(before)
    expect((await post('x', 'x.txt', 'text/plain')).status).toBe(201)
  })
})

describe('downloading', () => {
  test.each([
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['picture.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['picture.svg', 'image/svg+xml; x', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['feed.xml', 'application/xml', '<?xml version="1.0"?><x/>'],
    ['page.xhtml', 'application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['code.js', 'text/javascript', 'alert(1)'],
    ['paper.pdf', 'application/pdf', '%PDF-1.7\n'],
    ['nothing', '', '<script>alert(1)</script>'],
    ['liar.png', 'image/png', '<script>alert(1)</script>'],
  ])('serves %s as %j as a download that no browser executes, also inline', async (name, type, content) => {
    const { id } = await upload(content, name, type)
    for (const query of ['', '?inline=1']) {
      const { headers, status } = await get(id, 'omar', {}, query)
      expect(status).toBe(200)
      expect(headers.get('Content-Type')).toBe('application/octet-stream')
      expect(headers.get('Content-Disposition')).toMatch(/^attachment; /)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'")
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
      expect(headers.get('Cache-Control')).toBe('private, no-cache')
    }
  })

  test('a PDF is shown in the viewer of the browser, in our own frames, without a script of our origin', async () => {
    const { id } = await upload('%PDF-1.7\n', 'paper.pdf', 'application/octet-stream')
    const { headers } = await get(id, 'omar', {}, '?inline=pdf')
    expect(headers.get('Content-Type')).toBe('application/pdf')
    expect(headers.get('Content-Disposition')).toMatch(/^inline; /)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'self'")
    expect(headers.get('X-Frame-Options')).toBe('SAMEORIGIN')
  })

  test.each([
    ['liar.pdf', 'application/pdf', '<script>alert(1)</script>'],
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['dot.png', 'image/png', png],
  ])('%s is no PDF, and is downloaded where a PDF is wanted', async (name, type, content) => {
    const { id } = await upload(content, name, type)
    const { headers } = await get(id, 'omar', {}, '?inline=pdf')
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; /)
    expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'")
    expect(headers.get('X-Frame-Options')).toBe('DENY')
  })

  test('a raster image is shown inline when the request asks for it, and only then', async () => {
    const { id } = await upload(png, 'dot.png', 'image/png')
    expect((await get(id, 'omar')).headers.get('Content-Disposition')).toMatch(/^attachment; /)
    const shown = await get(id, 'omar', {}, '?inline=1')
    expect(shown.headers.get('Content-Disposition')).toMatch(/^inline; /)
    expect(shown.headers.get('Content-Type')).toBe('image/png')
    expect(shown.headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'")
  })

  test('serves a script that a mail declares as an image as a download', async () => {
    const { id } = await upload('<script>alert(1)</script>', 'x.bin', 'application/octet-stream')
    await desk.world.pool.query(`update attachments set content_type = 'image/png' where id = $1`, [id])
    expect((await get(id, 'omar', {}, '?inline=1')).headers.get('Content-Disposition')).toMatch(/^attachment; /)
  })

  test('serves a picture with a wrong declared type as the type of its bytes', async () => {
    const { id } = await upload(png, 'dot.png', 'image/png')
    await desk.world.pool.query(`update attachments set content_type = 'image/x-png' where id = $1`, [id])
    const shown = await get(id, 'omar', {}, '?inline=1')
    expect(shown.headers.get('Content-Disposition')).toMatch(/^inline; /)
    expect(shown.headers.get('Content-Type')).toBe('image/png')
  })

  test('sends every file name in full, and none can end the header (RFC 6266)', async () => {
    const { id } = await upload('x', 'a"; filename="evil.exe\\%20ä€\u202Egnp.txt', 'text/plain')
    const disposition = (await get(id, 'omar')).headers.get('Content-Disposition')
    expect(disposition).toMatch(/^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/)
    const [, extended = ''] = /filename\*=UTF-8''(.*)$/.exec(disposition ?? '') ?? []
    expect(decodeURIComponent(extended)).toMatch(/%20ä€gnp\.txt$/)
  })

  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, /"code":"range_not_satisfiable"/, 'bytes */10'],
    ['bytes=-0', 416, /"code":"range_not_satisfiable"/, 'bytes */10'],
    ['bytes=3-2', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=0-1', 200, '0123456789', null],
    ['bytes=99999999999999999999-', 200, '0123456789', null],
  ])('Range %s is answered %s', async (Range, status, text, contentRange) => {
    const { id } = await digits()
    const response = await get(id, 'omar', { Range })
    expect(response.status).toBe(status)
    expect(await response.text()).toEqual(expect.stringMatching(text))
    expect(response.headers.get('Content-Range')).toBe(contentRange)
  })

  test('HEAD, If-None-Match and If-Range', async () => {
    const { id } = await digits()
    const head = await desk.fetch(`/api/attachments/${id}`, { method: 'HEAD', as: 'omar' })
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '10', ''])
    const etag = head.headers.get('ETag') ?? ''
    expect((await get(id, 'omar', { 'If-None-Match': etag })).status).toBe(304)
    expect((await get(id, 'omar', { Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206)
    expect((await get(id, 'omar', { Range: 'bytes=0-1', 'If-Range': '"other"' })).status).toBe(200)
  })

  test('an empty file', async () => {
    const { id } = await upload('', 'empty.txt', 'text/plain')
    const response = await get(id, 'omar')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test('answers foreign, malformed and missing ids alike, and 401 without a login', async () => {
    const unsent = await digits()
    const note = await upload('internal', 'note.txt', 'text/plain', 'ana')
    const { ticketId } = await ask(desk.world, desk.world.omar)
    await desk.world.run(desk.world.ana, uow => addNote(uow, { ticketId, text: 'see', attachmentIds: [note.id] }))
    const foreign: [string, Person][] = [
      [unsent.id, 'lena'],
      [unsent.id, 'admin'],
      [note.id, 'omar'],
      [note.id, 'nora'],
      [note.id, 'lena'],
      [note.id, 'ben'],
      [crypto.randomUUID(), 'omar'],
      ['..%2f..%2fetc%2fpasswd', 'omar'],
      [`${note.id}'`, 'admin'],
    ]
    for (const [id, as] of foreign) {
      const response = await get(id, as)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } })
    }
    expect((await get(note.id, 'ana')).status).toBe(200)
    expect((await get(note.id)).status).toBe(401)
  })

  test('answers a file that is missing on disk with an internal error, not an interrupted download', async () => {
    const { id } = await upload('gone', 'gone.txt', 'text/plain')
    const { rows } = await desk.world.pool.query(`select blob_key from attachments where id = $1`, [id])
    await desk.world.blobs.remove(rows[0].blob_key)
    const response = await get(id, 'omar')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('ENOENT')
  })

  const digits = () => upload('0123456789', 'digits.txt', 'text/plain')
})
