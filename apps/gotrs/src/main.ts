import { CommanderError } from 'commander'
import { buildCommandLine, tryAgainLater } from './command-line.ts'
import { checkNode } from './doctor/machine.ts'
import { endWhenReaderLeaves } from './mail/lines.ts'
import { report, reportFault } from './report.ts'
import { WrongUsage } from './wrong-usage.ts'

const wrongUsage = 2
/** A mail server returns a mail to its sender for any other code, whatever is wrong with this machine. */
const failure = process.argv[2] === 'mail' && process.argv[3] === 'deliver' ? tryAgainLater : 1

// Node would print the whole error, with all that hangs on it.
process.on('uncaughtException', error => {
  reportFault(error)
  process.exit(failure)
})

try {
  requireNode()
  endWhenReaderLeaves()
  await buildCommandLine().parseAsync()
} catch (error) {
  // What was wrong with the command line has been said already.
  if (!(error instanceof CommanderError)) report(error)
  process.exitCode = exitCodeOf(error)
}

/** The doctor tells of it among all else. */
function requireNode(): void {
  const { state, detail } = checkNode()
  if (state === 'trouble' && process.argv[2] !== 'doctor') throw new Error(`Node ${detail}`)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof WrongUsage) return wrongUsage
  if (!(error instanceof CommanderError)) return failure
  return error.exitCode === 1 ? wrongUsage : error.exitCode
}
