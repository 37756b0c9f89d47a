import { expect, test } from 'vitest'
import { readSettings } from './env.ts'

const needed = { DATABASE_URL: 'postgres://db/gotrs', SECRET_KEY: 'a secret key for tests only, long enough' }

test.each([
  [{}, 'http://127.0.0.1:8080'],
  [{ HOST: '0.0.0.0' }, 'http://localhost:8080'],
  [{ HOST: '::', PORT: '9000' }, 'http://localhost:9000'],
  [{ HOST: '::1' }, 'http://[::1]:8080'],
  [{ HOST: '0.0.0.0', BASE_URL: 'https://desk.example/' }, 'https://desk.example'],
])('links in mails lead somewhere: %o', (environment, baseUrl) => {
  expect(readSettings({ ...needed, ...environment }).baseUrl).toBe(baseUrl)
})
