import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings } from '../env.ts'

const path = '/.well-known/security.txt'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

test('is not there without the setting', async () => {
  expect((await desk.fetch(path)).status).toBe(404)
})

test('names the contacts, where it belongs and an end within a year', async () => {
  const securityContacts = ['mailto:security@example.com', 'https://example.com/report']
  const named = await serveWorld({ securityContacts, baseUrl: 'https://help.example.com' })
  const response = await named.fetch(path)
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  const fields = (await response.text()).trim().split('\n')
  expect(fields.filter(line => line.startsWith('Contact:'))).toEqual(securityContacts.map(it => `Contact: ${it}`))
  expect(fields).toContain('Canonical: https://help.example.com/.well-known/security.txt')
  expect(fields).toContain('Preferred-Languages: en')
  const expires = Date.parse(fields.find(line => line.startsWith('Expires: '))?.slice(9) ?? '')
  const days = (expires - named.world.now().getTime()) / 86_400_000
  expect(days).toBeGreaterThan(30)
  expect(days).toBeLessThan(365)
  await named.stop()
})

test('accepts mail addresses, phone numbers and https pages, and rejects others with these words', () => {
  const needed = { DATABASE_URL: 'postgres://db/gotrs', SECRET_KEY: '-'.repeat(32) }
  const given = 'mailto:security@example.com, https://example.com/report'
  expect(readSettings({ ...needed, SECURITY_CONTACT: given }).securityContacts).toEqual(given.split(', '))
  for (const wrong of ['security@example.com', 'http://example.com', 'mailto:a@b\nContact: x', 'javascript:alert(1)']) {
    expect(() => readSettings({ ...needed, SECURITY_CONTACT: wrong }), wrong).toThrow('SECURITY_CONTACT')
  }
})
