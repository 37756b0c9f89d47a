// npm test, its parts (check, test:unit, test:e2e, watch, fmt) and npm test -- FILE: plain JavaScript without
// dependencies, so that it runs on Node 20 in a fresh clone.
import { rmSync } from 'node:fs'
import { playStages } from './lanes.mjs'
import { build, checks, costs, counts, faults, format, reports, suite, suiteOf, watch } from './steps.mjs'
import { findTestFiles } from './test-files.mjs'
import { ensureTestPrograms } from './test-programs.mjs'
import { ensureInstalled, main } from './workspace.mjs'

const [types, lint] = checks

/**
 * One suite after the other: side by side they saved half a minute on two cores, and pages took longer than journeys wait.
 * The fault run measures recovery times, and the cost run how long others wait.
 */
const everything = [[types, [...lint, build]], [[suite('unit')]], [[suite('journeys')]], [[faults]], [[costs]]]

const parts = {
  '--check': () => checked([checks]),
  '--fmt': format,
  '--unit': () => tested([[[suite('unit')]]]),
  '--e2e': () => tested([[[build, suite('journeys')]]]),
  '--watch': files => watch(findTestFiles(files)),
}

await main(async () => {
  const [part, ...files] = process.argv.slice(2)
  const isPart = part in parts
  const named = isPart || !part ? [] : findTestFiles([part, ...files])
  await ensureInstalled()
  if (isPart) return parts[part](files)
  return named.length > 0 ? someFiles(named) : tested(everything)
})

/** Whole suites use their own database cluster and stop it at the end. */
async function tested(stages) {
  process.env.GOTRS_TEST_CLUSTER = 'own'
  await ensureTestPrograms()
  return counted(stages)
}

/** With the cluster that is kept between runs: one file takes seconds. */
async function someFiles(files) {
  const names = [...new Set(files.map(suiteOf))]
  const needsBuild = names.includes('journeys')
  await ensureTestPrograms({ isRequired: needsBuild })
  const steps = names.map(name =>
    suite(
      name,
      files.filter(it => suiteOf(it) === name),
    ),
  )
  return counted([[needsBuild ? [build, ...steps] : steps]])
}

async function counted(stages) {
  const code = await checked(stages)
  // A failed step must not print "0 failed".
  if (code !== 0) counts.failed = Math.max(counts.failed, 1)
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  return code
}

async function checked(stages) {
  rmSync(reports, { recursive: true, force: true })
  const red = await playStages(stages, reports)
  if (red) console.log(`\nFailed at: ${red}.`)
  return red ? 1 : 0
}
