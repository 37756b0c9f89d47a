import { afterEach, expect, it, vi } from 'vitest'
import { readSettings, urlHost } from './env.ts'

afterEach(() => vi.unstubAllEnvs())

const ours = ['PORT', 'HOST', 'BASE_URL', 'DATA_DIR', 'DATABASE_URL', 'VALKEY_URL', 'SMTP_IN_PORT', 'DEMO', 'LOG_LEVEL']

function given(env: Record<string, string>) {
  for (const name of [...ours, 'LMTP_IN_PORT', 'SECRET_KEY']) vi.stubEnv(name, env[name] ?? '')
  return readSettings()
}

it('needs no setting at all', () => {
  const settings = given({})
  expect(settings).toMatchObject({ port: 8080, host: '127.0.0.1', smtpInPort: 2525, hasDemo: true, logLevel: 'warn' })
  expect(settings.baseUrl).toBe('http://127.0.0.1:8080')
})

it('has no demo by itself on a database of your own', () => {
  const DATABASE_URL = 'postgres://db/gotrs'
  expect(given({ DATABASE_URL }).hasDemo).toBe(false)
  expect(given({ DATABASE_URL, DEMO: '1' }).hasDemo).toBe(true)
  expect(given({ DEMO: '0' }).hasDemo).toBe(false)
})

it('names everything that is wrong at once', () => {
  const attempt = () => given({ PORT: 'http', BASE_URL: 'help.example.com', SECRET_KEY: 'short', DEMO: 'maybe' })
  expect(attempt).toThrow(
    /PORT \(must be a port number, from 1 to 65535\).*BASE_URL .*DEMO .*SECRET_KEY \(needs at least 32 characters\)/,
  )
})

it('reaches a listener on all addresses at the local one', () => {
  expect(['0.0.0.0', '::', '::1', 'help.example'].map(urlHost)).toEqual([
    'localhost',
    'localhost',
    '[::1]',
    'help.example',
  ])
})
