import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const npmTest = (...args: string[]) => {
  const env = { ...process.env, INIT_CWD: `${root}packages/core` }
  return spawnSync(process.execPath, ['tools/test.mjs', ...args], { cwd: root, encoding: 'utf8', env })
}

it('names what comes near a test file that does not exist', () => {
  const { status, stderr } = npmTest('packages/core/src/queues/creat.test.ts')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^There is no test at packages\/core\/src\/queues\/creat\.test\.ts: name a file/)
  expect(stderr).toContain('\n  packages/core/src/queues/create.test.ts\n')
})

it.each([
  ['a source file', 'packages/core/src/queues/create.ts', 'There is no test at'],
  ['a folder without tests', 'docs', 'There is no test at'],
  ['a file outside the repository', '/etc/passwd', 'There is no test at'],
  ['an option', '--bail', 'takes test files and no options'],
])('rejects %s', (_what, given, words) => {
  const { status, stderr, stdout } = npmTest(given)
  expect(status).toBe(1)
  expect(stderr).toContain(words)
  expect(stdout).toBe('')
})

it('builds the product only for journeys', async () => {
  const { findTestFiles } = await import(new URL('./test-files.mjs', import.meta.url).href)
  const { suiteOf } = await import(new URL('./steps.mjs', import.meta.url).href)
  const suitesIn = (folder: string) => [...new Set(findTestFiles([folder]).map(suiteOf))].sort()
  expect(suitesIn('e2e/bench')).toEqual(['unit'])
  expect(suitesIn('e2e')).toEqual(['conversations', 'journeys', 'unit'])
})
