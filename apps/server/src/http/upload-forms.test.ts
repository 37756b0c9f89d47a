import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

const path = '/api/attachments'
const filesOf = (parts: [field: string, name: string][]) => {
  const form = new FormData()
  for (const [field, name] of parts) form.append(field, new File(['content'], name))
  return form
}
const send = (body: FormData | string, headers = {}) => desk.fetch(path, { method: 'POST', body, headers, as: 'omar' })

async function kept() {
  const blobs = await readdir(desk.world.blobsDir, { recursive: true })
  const { rows } = await desk.world.pool.query('select filename from attachments order by 1')
  return { blobs: blobs.filter(name => name.length > 30).sort(), rows }
}

test.each<[string, [field: string, name: string][], RegExp]>([
  ['in another field', [['upload', 'a.txt']], /in another field\. Send it in the field file/],
  [
    'beside one in another field',
    [
      ['file', 'a.txt'],
      ['upload', 'b.txt'],
    ],
    /in another field/,
  ],
  [
    'beside a second one',
    [
      ['file', 'a.txt'],
      ['file', 'b.txt'],
    ],
    /more than one file\. Send one file in each call/,
  ],
  ['that is missing', [], /has no file\. Send it in the field file, with a file name/],
])('a file %s is rejected, the answer says why, and nothing is kept', async (_what, parts, why) => {
  const before = await kept()
  const form = filesOf(parts)
  form.append('file', 'a text without a file name')
  const response = await send(form)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { code: 'invalid_input', message: expect.stringMatching(why) },
  })
  expect(await kept()).toEqual(before)
})

test('a second file that comes when the first is complete leaves neither of them', async () => {
  const before = await kept()
  const part = (name: string) => `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const Cookie = await desk.cookieOf('omar')
  const headers = { Cookie, Origin: desk.url, 'Content-Type': 'multipart/form-data; boundary=x' }
  const status = await new Promise((resolve, reject) => {
    const slow = request(`${desk.url}${path}`, { method: 'POST', headers }, response => resolve(response.statusCode))
    slow.on('error', reject)
    slow.write(`${part('first.txt')}content\r\n--x`)
    setTimeout(() => slow.end(`${part('second.txt').slice(3)}more\r\n--x--\r\n`), 300)
  })
  expect(status).toBe(400)
  expect(await kept()).toEqual(before)
})

test.each([
  ['JSON', { 'Content-Type': 'application/json' }, 'accept', 'multipart/form-data'],
  [
    'a compressed form',
    { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Encoding': 'gzip' },
    'accept-encoding',
    'identity',
  ],
])('%s is 415, and the answer names what is accepted', async (_what, headers, name, accepted) => {
  const response = await send('{}', headers)
  expect([response.status, response.headers.get(name)]).toEqual([415, accepted])
  expect(await response.json()).toMatchObject({ error: { code: 'unsupported_media_type' } })
})

test('the answer names where the file is, for the person who uploaded it', async () => {
  const location = (await send(filesOf([['file', 'mine.txt']]))).headers.get('location') ?? ''
  expect(await (await desk.fetch(location, { as: 'omar' })).text()).toBe('content')
  expect((await desk.fetch(location, { as: 'lena' })).status).toBe(404)
})
