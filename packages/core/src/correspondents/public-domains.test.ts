import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { isPublicMailDomain, listRelease } from './public-domains.ts'

const known = readFileSync(new URL('../../testing/correspondents/known-providers.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const monthMs = (365.25 / 12) * 24 * 60 * 60_000

test('knows every provider that it has ever known, whatever the package drops', () => {
  expect(known.length).toBeGreaterThan(370)
  expect(known.filter(domain => !isPublicMailDomain(domain))).toEqual([])
})

test.each(['hotmail.co.uk', 'yahoo.com.br', 'outlook.de', 'gmx.pt', 'yandex.com', 'live.nl', 'mail2world.com'])(
  'counts %s as public',
  domain => {
    expect(isPublicMailDomain(domain)).toBe(true)
  },
)

test.each(['acme.example', 'gmail.com.acme.example', 'notgmail.com', 'yahoo.acme', 'microsoft.com', 'siemens.com', ''])(
  'does not count %s as public',
  domain => {
    expect(isPublicMailDomain(domain)).toBe(false)
  },
)

test('names the release that is installed, and one of the last 18 months', () => {
  const { version } = createRequire(import.meta.url)('free-email-domains/package.json')
  const todo =
    'Raise free-email-domains in pnpm-workspace.yaml to its newest release, run `npx -y pnpm@12 install`, and write its version and the day of its release (`npm view free-email-domains time`) into listRelease.'
  expect(listRelease.version, todo).toBe(version)
  const months = (Date.now() - Date.parse(listRelease.date)) / monthMs
  expect(months, `The list of public mail providers is ${Math.floor(months)} months old. ${todo}`).toBeLessThan(18)
})
