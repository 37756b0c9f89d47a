// npm test: plain JavaScript without dependencies, so that it runs on Node 20 in a fresh clone.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureTestPrograms } from './test-programs.mjs'
import { ensureInstalled, main, node24, root, run } from './workspace.mjs'

const reports = join(root, 'node_modules/.cache/gotrs-tests')
const counts = { passed: 0, failed: 0 }

/**
 * One stage after the other. The lanes of a stage go side by side, where two cores have room for both: the first is shown
 * as it goes, what the others have to say follows in one piece.
 */
const stages = [
  [
    [
      ['Types', out => tool('typescript/bin/tsc', ['-p', 'tsconfig.json'], out)],
      ['Types of the agent app', out => tool('typescript/bin/tsc', ['-p', 'apps/agent'], out)],
      ['Types of the portal', out => tool('typescript/bin/tsc', ['-p', 'apps/portal'], out)],
    ],
    [
      ['Lint', out => tool('@biomejs/biome/bin/biome', ['check'], out)],
      ['Dead code', out => run(node24, ['tools/dead-code.mjs'], to(out))],
      ['Build', out => run(node24, ['tools/build.mjs'], to(out))],
    ],
  ],
  [[['Unit and integration tests', out => vitest('unit', [], out)]]],
  // Alone: it tells how long things take to recover.
  [[['Faults, shortened', out => run(node24, ['e2e/faults/main.ts', '--short'], to(out))]]],
  [[['Costs, shortened', out => run(node24, ['e2e/cost/main.ts', '--short'], to(out))]]],
  [[['Browser journeys', out => vitest('browser', ['--config', 'e2e/vitest.config.ts'], out)]]],
]

/** Where a step writes: the terminal, or a file until it is its turn. */
const to = out => ({ stdio: ['ignore', out, out] })

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
  for (const [shown, ...others] of stages) {
    const stage = { red: null }
    const [, ...unseen] = await Promise.all([playSeen(shown, stage), ...others.map(lane => playUnseen(lane, stage))])
    for (const print of unseen.flat()) print()
    if (stage.red) return stage.red
  }
  return null
}

/** Step by step, until one of the stage is red. */
async function play(lane, stage, begin, end = console.log) {
  for (const [heading, step] of lane) {
    if (stage.red) return
    const began = Date.now()
    const code = await begin(heading, step)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    if (code !== 0) stage.red ??= heading
    end(code === 0 ? `   fine, ${seconds} s` : `   red, ${seconds} s`)
  }
}

function playSeen(lane, stage) {
  return play(lane, stage, (heading, step) => {
    console.log(`\n== ${heading}`)
    return step('inherit')
  })
}

/** Returns what prints each of its steps. */
async function playUnseen(lane, stage) {
  const prints = []
  let file = ''
  const begin = async (heading, step) => {
    file = join(reports, `${heading.replaceAll(/\W+/g, '-')}.log`)
    const out = openSync(file, 'w')
    try {
      return await step(out)
    } finally {
      closeSync(out)
    }
  }
  await play(lane, stage, begin, outcome => {
    const [heading] = lane[prints.length]
    const said = readFileSync(file, 'utf8')
    prints.push(() => console.log(`\n== ${heading}\n${said}${outcome}`))
  })
  return prints
}

function tool(program, args, out) {
  return run(node24, [join(root, 'node_modules', program), ...args], to(out))
}

async function vitest(name, args, out) {
  const report = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await tool('vitest/vitest.mjs', ['run', ...args, ...reporters], out)
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
