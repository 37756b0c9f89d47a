import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let home: string
let desk: ServedWorld
const script = `console.log(${'"long enough to be worth it" + '.repeat(200)}"")`

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gotrs-web-'))
  await writeFile(join(home, 'secret.txt'), 'secret')
  for (const app of ['agent', 'portal']) {
    await mkdir(join(home, 'web', app, 'assets'), { recursive: true })
    await writeFile(join(home, 'web', app, 'index.html'), `<!doctype html><title>${app}</title>`)
    await writeFile(join(home, 'web', app, 'assets', 'main-a1b2c3.js'), script)
    await writeFile(join(home, 'web', app, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  }
  desk = await serveWorld({ webDir: join(home, 'web') })
})
afterAll(async () => {
  await desk.stop()
  await rm(home, { recursive: true })
})

/** As raw HTTP: fetch would normalize the path and decode the answer. */
function raw(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(desk.url, { path, headers }, async response => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
    })
      .on('error', reject)
      .end()
  })
}

describe('pages', () => {
  test.each([
    ['/', 'portal'],
    ['/requests/1001', 'portal'],
    ['/index.html', 'portal'],
    ['/agents', 'portal'],
    ['/agent', 'agent'],
    ['/agent/', 'agent'],
    ['/agent/tickets/1001?tab=notes', 'agent'],
  ])('%s is a page of the %s, and revalidated each time', async (path, app) => {
    const response = await raw(path)
    expect(response.body.toString()).toContain(`<title>${app}</title>`)
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    const again = await raw(path, { 'If-None-Match': String(response.headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  test('allows only GET and HEAD', async () => {
    expect((await desk.fetch('/', { method: 'POST' })).status).toBe(404)
    expect((await desk.fetch('/agent', { method: 'HEAD' })).status).toBe(200)
  })
})

describe('files', () => {
  test('may be cached for ever if they are hashed, compressed as the browser accepts', async () => {
    const path = '/agent/assets/main-a1b2c3.js'
    const plain = await raw(path)
    expect(plain.body.toString()).toBe(script)
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    const br = await raw(path, { 'Accept-Encoding': 'gzip, deflate, br' })
    expect(br.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(br.body).toString()).toBe(script)
    const gzip = await raw(path, { 'Accept-Encoding': 'br;q=0, gzip;q=1.0' })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.body).toString()).toBe(script)
    expect(new Set([plain.headers.etag, br.headers.etag, gzip.headers.etag]).size).toBe(3)
  })

  test('others are revalidated', async () => {
    expect((await raw('/agent/icon.svg')).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'no-cache',
    })
  })

  test.each([
    ...['/assets/old.js', '/agent/assets/old.js', '/assets/old', '/agent/old.css', '/requests/1001.json'],
    ...['/robots.txt', '/favicon.ico', '/apple-touch-icon.png', '/sitemap.xml', '/wp-login.php'],
    ...['/.well-known/change-password', '/.well-known/', '/.env', '/.git/config', '/agent/.well-known/x'],
  ])('answers %s with 404 instead of a page when the file does not exist', async path => {
    const { status, headers, body } = await raw(path, { Accept: 'text/html' })
    expect([status, headers['content-type']]).toEqual([404, 'application/json'])
    expect(JSON.parse(body.toString())).toMatchObject({ error: { code: 'not_found' } })
  })

  test.each([
    '/../secret.txt',
    '/agent/../../secret.txt',
    '/..%2f..%2fsecret.txt',
    '/agent/..%2f..%2f..%2fsecret.txt',
    '/agent/assets/../../../secret.txt',
    '/%2e%2e/%2e%2e/secret.txt',
    '/..\\..\\secret.txt',
    '//secret.txt',
    '/agent/assets/%00main-a1b2c3.js',
    '/agent/assets/%',
  ])('answers %s with 404', async path => {
    const response = await raw(path)
    expect(response.body.toString()).not.toContain('secret')
    expect([200, 400, 404]).toContain(response.status)
    if (response.status === 200) expect(response.body.toString()).toMatch(/<title>(portal|agent)<\/title>/)
  })
})

test('answers 404 for apps that are not built, while the API works', async () => {
  const bare = await serveWorld()
  expect((await bare.fetch('/agent')).status).toBe(404)
  expect((await bare.query('auth.desk')).status).toBe(200)
  await bare.stop()
})
