// Plain JavaScript without dependencies: this runs on Node 20. What npm test and its parts consist of.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { node24, root, run } from './workspace.mjs'

export const reports = join(root, 'node_modules/.cache/gotrs-tests')

/** The output of a step: the terminal, or a file until its turn. */
const to = out => ({ stdio: ['ignore', out, out] })
const tool = (program, args, out) => run(node24, [join(root, 'node_modules', program), ...args], to(out))
const script = (args, out) => run(node24, args, to(out))

/** Remembers what it checked: after a small change the next run checks only what depends on it. */
function types(project) {
  const remembered = join(root, 'node_modules/.cache', `types-${project.replaceAll('/', '-')}.tsbuildinfo`)
  const args = ['-p', project, '--incremental', '--tsBuildInfoFile', remembered]
  return out => tool('typescript/bin/tsc', args, out)
}

export const build = ['Build', out => script(['tools/build.mjs'], out)]

/** The lanes of `npm run check`. */
export const checks = [
  [
    ['Types', types('tsconfig.json')],
    ['Types of the agent app', types('apps/agent')],
    ['Types of the portal', types('apps/portal')],
    ['Types of what both share', types('packages/web')],
  ],
  [
    ['Lint', out => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'], out)],
    ['Dead code', out => script(['tools/dead-code.mjs'], out)],
  ],
]

export const format = () => tool('@biomejs/biome/bin/biome', ['check', '--write'], 'inherit')

export const faults = ['Faults, shortened', out => script(['e2e/faults/main.ts', '--short'], out)]
export const costs = ['Costs, shortened', out => script(['e2e/cost/main.ts', '--short'], out)]

/** The results of all suites of this run. */
export const counts = { passed: 0, failed: 0 }

const configurations = {
  unit: [],
  journeys: ['--config', 'e2e/vitest.config.ts'],
  conversations: ['--config', 'e2e/conversations/vitest.config.ts'],
}

/** The suite that a test file belongs to. Only journeys need the built product. */
export const suiteOf = file => /^e2e\/(journeys|conversations)\//.exec(file)?.[1] ?? 'unit'

const headings = { unit: 'Unit and integration tests', journeys: 'Browser journeys', conversations: 'Conversations' }

export const suite = (name, files = []) => [headings[name], out => vitest(name, files, out)]

export const watch = files => tool('vitest/vitest.mjs', ['watch', ...files], 'inherit')

async function vitest(name, files, out) {
  const report = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await tool('vitest/vitest.mjs', ['run', ...configurations[name], ...reporters, ...files], out)
  const counted = readReport(report)
  counts.passed += counted.passed
  counts.failed += counted.failed
  if (code === 0 && counted.passed === 0) {
    console.log('Failed: no test ran.')
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
