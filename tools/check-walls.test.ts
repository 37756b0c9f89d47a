import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

// biome enforces the import rules (docs/architecture.md). This test breaks each rule once, so that a rule that no longer
// works is noticed. It runs in a copy with the rules and manifests of the repository but without its code.
const root = fileURLToPath(new URL('..', import.meta.url))

const walls: [wall: string, file: string, source: string, rule: string][] = [
  ['contract runs in a browser', 'packages/contract/src/a.ts', `import 'node:fs'`, 'noRestrictedImports'],
  [
    'contract imports no other package',
    'packages/contract/src/b.ts',
    `import '@gotrs/core/tickets/a'`,
    'noRestrictedImports',
  ],
  ['web imports contract only', 'packages/web/src/a.ts', `import '@gotrs/server/router'`, 'noRestrictedImports'],
  ['web knows no Mantine', 'packages/web/src/b.tsx', `import '@mantine/core'`, 'noRestrictedImports'],
  ['db imports contract only', 'packages/db/src/a.ts', `import '@gotrs/core/tickets/a'`, 'noRestrictedImports'],
  ['mail does no I/O', 'packages/mail/src/a.ts', `import 'node:net'`, 'noRestrictedImports'],
  ['mail knows no database', 'packages/mail/src/b.ts', `import '@gotrs/db/tables/a'`, 'noRestrictedImports'],
  ['the kernel knows no action', 'packages/core/src/kernel/a.ts', `import '../tickets/a.ts'`, 'noRestrictedImports'],
  ['actions import no reaction', 'packages/core/src/tickets/a.ts', `import '../outbound/a.ts'`, 'noRestrictedImports'],
  ['nor from below', 'packages/core/src/tickets/a/b.ts', `import '../../live/a.ts'`, 'noRestrictedImports'],
  ['core imports no app', 'packages/core/src/outbound/b.ts', `import '@gotrs/server/http/a'`, 'noRestrictedImports'],
  [
    'the server knows no mail-worker',
    'apps/server/src/a.ts',
    `import '@gotrs/mail-worker/imap/a'`,
    'noRestrictedImports',
  ],
  [
    'the mail-worker knows no server',
    'apps/mail-worker/src/a.ts',
    `import '@gotrs/server/http/a'`,
    'noRestrictedImports',
  ],
  ['the agent app knows no core', 'apps/agent/src/a.ts', `import '@gotrs/core/tickets/a'`, 'noRestrictedImports'],
  ['the portal runs in a browser', 'apps/portal/src/a.ts', `import 'node:fs'`, 'noRestrictedImports'],
  [
    'the product runs without test support',
    'packages/core/src/messages/a.ts',
    `import '@gotrs/core/testing/world'`,
    'plugin',
  ],
  ['nor by its path', 'apps/server/src/h.ts', `export type { A } from '../testing/served-world.ts'`, 'plugin'],
  ['nor when it is called', 'apps/gotrs/src/a.ts', `void import('@gotrs/db/testing/test-database')`, 'plugin'],
  ['no barrel files', 'packages/core/src/tickets/b.ts', `export * from './a.ts'`, 'noBarrelFile'],
  ['imports carry their extension', 'packages/core/src/tickets/c.ts', `import './a'`, 'useImportExtensions'],
  ['no import cycles', 'packages/core/src/tickets/d.ts', `import './dd.ts'`, 'noImportCycles'],
  ['no undeclared dependencies', 'packages/core/src/tickets/e.ts', `import 'left-pad'`, 'noUndeclaredDependencies'],
  ['only env.ts reads the environment', 'apps/server/src/b.ts', 'export const a = process.env.A', 'noProcessEnv'],
  ['no console in the product', 'apps/server/src/c.ts', `console.log('a')`, 'noConsole'],
  ['no any', 'apps/server/src/d.ts', 'export const a: any = 1', 'noExplicitAny'],
  ['no skipped tests', 'apps/server/src/e.test.ts', `it.skip('waits', () => {})`, 'noSkippedTests'],
  ['no file over 300 lines', 'apps/server/src/f.ts', 'export const a = 1\n'.repeat(301), 'noExcessiveLinesPerFile'],
  ['no floating promises', 'apps/server/src/g.ts', 'async function save() {}\nsave()', 'noFloatingPromises'],
]

const allowed = 'packages/core/src/outbound/c.ts'
const allowedTest = 'packages/core/src/outbound/c.test.ts'
let copy: string
let findings: { file: string; rule: string }[]

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'gotrs-walls-'))
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: root })
  for (const file of ['biome.json', 'tools/no-test-support.grit', '.gitignore', 'package.json', ...manifests])
    cpSync(join(root, file), join(copy, file))
  plant('packages/core/src/live/a.ts', 'export {}\n')
  plant('packages/core/src/tickets/dd.ts', `import './d.ts'\n`)
  plant(allowed, `import '../live/a.ts'\n`)
  plant('packages/core/testing/world.ts', 'export {}\n')
  plant(allowedTest, `import '@gotrs/core/testing/world'\n`)
  for (const [, file, source] of walls) plant(file, `${source}\n`)
  findings = lint()
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

it.each(walls)('%s', (_wall, file, _source, rule) => {
  expect(rulesBrokenIn(file)).toContain(rule)
})

it('accepts what is allowed', () => {
  expect(rulesBrokenIn(allowed)).toEqual([])
  expect(rulesBrokenIn(allowedTest)).toEqual([])
})

function plant(file: string, source: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), source)
}

function lint(): typeof findings {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--max-diagnostics=none', '--reporter=github']
  const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  return [...stdout.matchAll(/^::error title=(?:lint\/\w+\/)?(\w+),file=([^,]+),/gm)].map(
    ([, rule = '', file = '']) => ({
      rule,
      file,
    }),
  )
}

function rulesBrokenIn(file: string): string[] {
  return findings.filter(it => it.file.endsWith(file)).map(it => it.rule)
}
