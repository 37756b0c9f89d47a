import { connect } from 'node:net'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

const json = { 'Content-Type': 'application/json' }

describe('bounds', () => {
  test.each(['with its length', 'in chunks'])('a body of more than 2 MB is refused, sent %s', async how => {
    const bytes = new Uint8Array(2 * 1024 * 1024 + 1).fill(32)
    const body = how === 'in chunks' ? new Blob([bytes]).stream() : bytes
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit
    const response = await desk.fetch('/trpc/auth.login', init)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { data: { desk: { code: 'too_large' } } } })
  })
})

test.each(['/api/auth/login', '/trpc/auth.login'])('%s takes no compressed body, and says so', async path => {
  const headers = { ...json, 'Content-Encoding': 'gzip' }
  const response = await desk.fetch(path, { method: 'POST', headers, body: new Uint8Array([31, 139, 8]) })
  expect(response.status).toBe(415)
  expect(await response.text()).toMatch(/Content-Encoding: send the body without compression/)
})

describe('errors', () => {
  test('unknown paths of the API are 404 in one form', async () => {
    for (const path of ['/api', '/api/', '/api/nothing', '/api/../api/x']) {
      const response = await desk.fetch(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        error: { code: 'not_found', message: expect.any(String), requestId: response.headers.get('X-Request-Id') },
      })
    }
  })

  test('rejects unknown and wrong fields by name, before the call does anything', async () => {
    const register = { name: 'Eve', email: 'eve@example.org', password: 'tall giraffe socks', role: 'admin' }
    const answered = await desk.mutate('auth.register', register)
    expect(answered).toMatchObject({ status: 400, code: 'invalid_input' })
    expect(JSON.stringify(answered.body)).toContain('role')
  })

  test('answers invalid JSON and unknown procedures with codes of the closed table', async () => {
    const broken = await desk.fetch('/trpc/auth.login', { method: 'POST', headers: json, body: '{' })
    expect(await broken.json()).toMatchObject({ error: { data: { desk: { code: 'invalid_input' } } } })
    expect(await desk.query('auth.nothing')).toMatchObject({ status: 404, code: 'not_found' })
    expect(await desk.query('__proto__.x')).toMatchObject({ status: 404 })
  })

  test('closes the connection after a malformed request, without a stack trace', async () => {
    const { port } = new URL(desk.url)
    const said = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /\0 HTTP/9.9\r\n\r\n'))
      socket.on('data', chunk => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    expect(said).toMatch(/^HTTP\/1\.1 400 /)
    expect(said).not.toMatch(/node_modules|\.ts/)
  })
})
