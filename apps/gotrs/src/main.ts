import { CommanderError } from 'commander'
import { buildCommandLine } from './command-line.ts'
import { report } from './report.ts'

const wrongUsage = 2

try {
  await buildCommandLine().parseAsync()
} catch (error) {
  // What was wrong with the command line has been said already.
  if (!(error instanceof CommanderError)) report(error)
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof CommanderError)) return 1
  return error.exitCode === 1 ? wrongUsage : error.exitCode
}
