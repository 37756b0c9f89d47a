import { demoPassword } from '@gotrs/contract/demo'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takesDemoPassword } from '../demo-password.ts'

/** Everybody knows the demo password: a desk that others can reach rejects it. */

const json = { 'Content-Type': 'application/json' }
const email = 'ana@gotrs.example'

let here: ServedWorld
let open: ServedWorld
beforeAll(async () => {
  here = await serveWorld({ baseUrl: 'http://127.0.0.1:8080' })
  open = await serveWorld({ baseUrl: 'http://127.0.0.1:8080', host: '0.0.0.0' })
  const hash = await hashPassword(demoPassword)
  for (const { world } of [here, open]) {
    world.info.isDemo = true
    await world.pool.query('update users set password_hash = $1', [hash])
  }
})
afterAll(() => Promise.all([here.stop(), open.stop()]))

describe('the demo password', () => {
  test.each([
    ['127.0.0.1', 'http://127.0.0.1:8080', true],
    ['localhost', 'http://localhost:8080', true],
    ['::1', 'http://[::1]:8080', true],
    ['0.0.0.0', 'http://localhost:8080', false],
    ['::', 'http://localhost:8080', false],
    ['192.168.1.7', 'http://192.168.1.7:8080', false],
    ['127.0.0.1', 'https://help.example.com', false],
    ['127.0.0.1', 'http://127.0.0.1.evil.example', false],
  ])('with HOST=%s and BASE_URL=%s: accepted is %s', (host, baseUrl, isTaken) => {
    expect(takesDemoPassword({ host, baseUrl })).toBe(isTaken)
  })

  test('works on the machine itself, and the apps offer it', async () => {
    expect((await here.mutate('auth.login', { email, password: demoPassword })).status).toBe(200)
    expect((await here.query('auth.desk')).data).toMatchObject({ isDemo: true })
  })

  test('is rejected at every login of a desk that others reach, and not offered', async () => {
    for (const path of ['auth.login', 'auth.issueTokens']) {
      for (const who of [email, 'nobody@example.org']) {
        const answer = await open.mutate(path, { email: who, password: demoPassword })
        expect(answer, `${path} ${who}`).toMatchObject({ status: 403, code: 'demo_password_refused' })
      }
    }
    const rest = await open.fetch('/api/auth/login', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email, password: demoPassword }),
    })
    expect([rest.status, await rest.text()]).toEqual([403, expect.stringContaining('gotrs user set-password')])
    expect((await open.query('auth.desk')).data).toMatchObject({ isDemo: false })
    expect((await open.mutate('auth.login', { email, password: 'another password' })).code).toBe('wrong_credentials')
  })

  test('is rejected for everybody who comes through a proxy', async () => {
    const headers = { ...json, 'X-Forwarded-For': '203.0.113.9' }
    const body = JSON.stringify({ email, password: demoPassword })
    const answer = await here.fetch('/trpc/auth.login', { method: 'POST', headers, body })
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('demo_password_refused')])
  })
})
