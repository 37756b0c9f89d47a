import { expect, test } from 'vitest'
import { readSettings } from './env.ts'

const needed = { DATABASE_URL: 'postgres://db/gotrs', SECRET_KEY: 'a secret key for tests only, long enough' }

test.each([
  [{}, 'http://127.0.0.1:8080'],
  [{ HOST: '0.0.0.0' }, 'http://localhost:8080'],
  [{ HOST: '::', PORT: '9000' }, 'http://localhost:9000'],
  [{ HOST: '::1' }, 'http://[::1]:8080'],
  [{ HOST: '0.0.0.0', BASE_URL: 'https://desk.example/' }, 'https://desk.example'],
])('links in mails have a host that exists: %o', (environment, baseUrl) => {
  expect(readSettings({ ...needed, ...environment }).baseUrl).toBe(baseUrl)
})

test('the limits of inbound mail have defaults, and can be changed and switched off', () => {
  expect(readSettings(needed).arrivals).toEqual({ perSender: 500, perNetwork: 5_000 })
  const changed = { ...needed, MAIL_IN_PER_SENDER: '60', MAIL_IN_PER_NETWORK: '0' }
  expect(readSettings(changed).arrivals).toEqual({ perSender: 60, perNetwork: 0 })
  for (const value of ['-1', 'many', '1.5']) {
    expect(() => readSettings({ ...needed, MAIL_IN_PER_SENDER: value })).toThrow(
      'MAIL_IN_PER_SENDER (must be a whole number of mails an hour, or 0 for no limit)',
    )
  }
})
