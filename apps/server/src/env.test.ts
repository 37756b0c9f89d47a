import { expect, test } from 'vitest'
import { readSettings } from './env.ts'

const needed = { DATABASE_URL: 'postgres://gotrs@localhost/gotrs', SECRET_KEY: 'k'.repeat(32) }

test('two settings are needed; the rest has defaults, and an empty value counts as unset', () => {
  expect(readSettings({ ...needed, PORT: '', BASE_URL: ' ' })).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    baseUrl: 'http://127.0.0.1:8080',
    blobsDir: expect.stringMatching(/\/\.data\/blobs$/),
    isDemo: false,
    trustedHops: 0,
    webDir: null,
  })
})

test('reports all errors at once, by name, without a secret', () => {
  const wrong = {
    PORT: '70000',
    SECRET_KEY: 'short-secret',
    TRUST_PROXY: 'yes',
    BASE_URL: 'ftp://x',
    BLOBS_URL: 's3://b',
  }
  const read = () => readSettings({ ...wrong, METRICS_ALLOW: '10.0.0.0/99', DEMO: 'maybe' })
  for (const name of ['DATABASE_URL', 'METRICS_ALLOW', 'DEMO', ...Object.keys(wrong)]) expect(read).toThrow(name)
  expect(read).not.toThrow('short-secret')
})

test('rejects a BASE_URL with a path, and removes a slash at its end', () => {
  expect(readSettings({ ...needed, BASE_URL: 'https://desk.example.org/' }).baseUrl).toBe('https://desk.example.org')
  expect(() => readSettings({ ...needed, BASE_URL: 'https://example.org/desk' })).toThrow('BASE_URL')
  expect(readSettings({ ...needed, HOST: '::', PORT: '9000' }).baseUrl).toBe('http://localhost:9000')
})

test('stores files in DATA_DIR, or at BLOBS_URL', () => {
  expect(readSettings({ ...needed, DATA_DIR: '/srv/gotrs' }).blobsDir).toBe('/srv/gotrs/blobs')
  expect(readSettings({ ...needed, BLOBS_URL: 'file:///mnt/blobs' }).blobsDir).toBe('/mnt/blobs')
})

test('PRIVATE_HOSTS is a list of names, addresses and blocks', () => {
  expect(readSettings(needed).privateHosts).toBe('')
  expect(readSettings({ ...needed, PRIVATE_HOSTS: 'mail.lan, 10.0.0.0/8' }).privateHosts).toBe('mail.lan, 10.0.0.0/8')
  expect(() => readSettings({ ...needed, PRIVATE_HOSTS: 'http://mail.lan' })).toThrow('PRIVATE_HOSTS')
})

test('has a development inbox only if mail is caught and only this machine can reach the desk', () => {
  const has = (env: Record<string, string>) => readSettings({ ...needed, ...env }).hasDevelopmentInbox
  for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost', ''])
    expect([HOST, has({ HOST })]).toEqual([HOST, true])
  expect(has({ BASE_URL: 'http://localhost:8080' })).toBe(true)
  const off: Record<string, string>[] = [
    { SMTP_URL: 'smtp://mail.example' },
    { HOST: '0.0.0.0' },
    { HOST: '::' },
    { HOST: '192.168.1.5' },
    { HOST: '127.0.0.1.evil.example' },
    { HOST: 'localhost', BASE_URL: 'https://desk.example.org' },
    { BASE_URL: 'http://127.0.0.1.evil.example' },
    { BASE_URL: 'http://localhost.evil.example' },
    { TRUST_PROXY: '1' },
  ]
  for (const env of off) expect([env, has(env)]).toEqual([env, false])
})

test('keeps a browser logged in for 30 days, or for SESSION_MAX_DAYS', () => {
  expect(readSettings(needed).sessionMaxDays).toBe(30)
  expect(readSettings({ ...needed, SESSION_MAX_DAYS: '7' }).sessionMaxDays).toBe(7)
  for (const SESSION_MAX_DAYS of ['0', '366', 'x']) {
    expect(() => readSettings({ ...needed, SESSION_MAX_DAYS })).toThrow('SESSION_MAX_DAYS')
  }
})
