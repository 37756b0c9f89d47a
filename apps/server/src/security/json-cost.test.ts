import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The cost of a body before the call runs. See also `e2e/cost`, with many callers at once. */

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
})
afterAll(() => desk.stop())

const post = (path: string, body: string, as?: Person) =>
  desk.fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, ...(as && { as }) })
const ones = (bytes: number) => `[${'1,'.repeat(bytes / 2)}1]`
const inObject = (text: string) => `{"email":"a@example.org","password":${text}}`

describe('the JSON of an unknown caller', () => {
  test.each(['/trpc/auth.login', '/api/auth/login', '/trpc/auth.register', '/api/auth/password-reset'])(
    'is at most 64 kB at %s',
    async path => {
      const response = await post(path, JSON.stringify({ email: 'x'.repeat(65 * 1024) }))
      expect(response.status).toBe(413)
      expect(await response.text()).toContain('65536 bytes')
    },
  )

  test('has the same limit without a Content-Length, and with an invented token', async () => {
    const chunked = new ReadableStream({
      start(controller) {
        for (let at = 0; at < 40; at += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(4_096)))
        controller.close()
      },
    })
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: chunked, duplex: 'half' }
    expect((await desk.fetch('/trpc/auth.login', init as RequestInit)).status).toBe(413)
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer gotrs_made_up' }
    const body = JSON.stringify({ email: 'x'.repeat(65 * 1024) })
    expect((await desk.fetch('/trpc/auth.login', { method: 'POST', headers, body })).status).toBe(413)
  })

  test.each(['/trpc/auth.login', '/api/auth/login', '/trpc/auth.login,auth.login?batch=1'])(
    'holds at most 500 values at %s',
    async path => {
      const response = await post(path, inObject(ones(2_000)))
      expect(response.status).toBe(413)
      expect(await response.text()).toContain('500 values')
    },
  )

  test('is counted in the address too', async () => {
    const response = await desk.fetch(`/trpc/auth.desk?input=${encodeURIComponent(ones(2_000))}`)
    expect(response.status).toBe(413)
  })
})

describe('the JSON of an authenticated caller', () => {
  test('is 2 MB where a call takes HTML, and 256 kB for other calls', async () => {
    const html = 'x'.repeat(900_000)
    const asked = JSON.stringify({ title: 'Long', html })
    expect((await post('/trpc/tickets.create', asked, 'omar')).status).toBe(200)
    expect((await post('/api/auth/password-reset', asked, 'omar')).status).toBe(413)
    expect((await post('/trpc/auth.updateProfile', asked, 'omar')).status).toBe(413)
    expect((await post('/trpc/auth.updateProfile,auth.updateProfile?batch=1', asked, 'omar')).status).toBe(413)
  })

  test('holds at most 5,000 values, whatever the call takes', async () => {
    for (const path of ['/trpc/tickets.create', '/trpc/messages.reply', '/trpc/auth.updateProfile']) {
      const response = await post(path, `{"html":${ones(20_000)}}`, 'omar')
      expect([path, response.status]).toEqual([path, 413])
      expect(await response.text()).toContain('5000 values')
    }
  })

  test('is answered when it has as many wrong values as it may', async () => {
    const wrong = `{"name":"x","memberIds":[${'1,'.repeat(4_000)}1]}`
    const response = await post('/trpc/queues.create', wrong, 'admin')
    expect(response.status).toBe(400)
    expect((await response.text()).length).toBeLessThan(20_000)
  })
})
