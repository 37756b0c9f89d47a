import { picture } from '@gotrs/core/testing/pictures'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

async function upload(content: Buffer, name: string): Promise<string> {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(content)], name, { type: 'image/png' }))
  const response = await desk.fetch('/api/attachments', { method: 'POST', body: form, as: 'omar' })
  return ((await response.json()) as { id: string }).id
}
const get = (id: string, method = 'GET') => desk.fetch(`/api/attachments/${id}/thumbnail`, { method, as: 'omar' })

test('a thumbnail is a small picture that a browser may keep, for one login, and never runs', async () => {
  const id = await upload(picture(2_000, 1_500), '../"plate"\r\n.png')
  const response = await get(id)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'inline',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    vary: expect.stringContaining('Cookie'),
  })
  const bytes = await response.arrayBuffer()
  expect(bytes.byteLength).toBeLessThan(10_000)
  const head = await get(id, 'HEAD')
  expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([
    200,
    String(bytes.byteLength),
    0,
  ])
})

test('a file without one answers not_found, and nobody may keep that answer', async () => {
  const response = await get(await upload(Buffer.from('no picture'), 'plate.png'))
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ error: { code: 'not_found' } })
  expect(response.headers.get('cache-control')).not.toContain('immutable')
})
