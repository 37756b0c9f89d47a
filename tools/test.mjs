// npm test: plain JavaScript without dependencies, so that it runs on Node 20 in a fresh clone.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureTestPrograms } from './test-programs.mjs'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

const reports = join(root, 'node_modules/.cache/gotrs-tests')
const counts = { passed: 0, failed: 0 }

const steps = [
  ['Lint', () => tool('@biomejs/biome/bin/biome', ['check'])],
  ['Types', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.json'])],
  ['Types of the agent app', () => tool('typescript/bin/tsc', ['-p', 'apps/agent'])],
  ['Types of the portal', () => tool('typescript/bin/tsc', ['-p', 'apps/portal'])],
  ['Dead code', () => run(node24, ['tools/dead-code.mjs'], quiet)],
  ['Unit and integration tests', () => vitest('unit', [])],
  ['Build', () => run(node24, ['tools/build.mjs'], quiet)],
  ['Faults, shortened', () => run(node24, ['e2e/faults/main.ts', '--short'], quiet)],
  ['Browser journeys', () => vitest('browser', ['--config', 'e2e/vitest.config.ts'])],
]

const quiet = { stdio: ['ignore', 'inherit', 'inherit'] }

await main(async () => {
  await ensureInstalled()
  await ensureTestPrograms()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  const red = await firstRed()
  if (red) {
    console.log(`\nStopped at: ${red}.`)
    // A red step never reads as "0 failed".
    counts.failed = Math.max(counts.failed, 1)
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  return red ? 1 : 0
})

async function firstRed() {
  for (const [heading, step] of steps) {
    console.log(`\n== ${heading}`)
    const began = Date.now()
    if ((await step()) !== 0) return heading
    console.log(`   fine, ${((Date.now() - began) / 1000).toFixed(1)} s`)
  }
  return null
}

function tool(program, args) {
  return run(node24, [join(root, 'node_modules', program), ...args], quiet)
}

async function vitest(name, args) {
  const report = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await tool('vitest/vitest.mjs', ['run', ...args, ...reporters])
  const counted = readReport(report)
  counts.passed += counted.passed
  counts.failed += counted.failed
  if (code === 0 && counted.passed === 0) {
    console.log('No test ran: that is no success.')
    return 1
  }
  return code
}

function readReport(file) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}
