import { CommanderError } from 'commander'
import { buildCommandLine, tryAgainLater } from './command-line.ts'
import { checkNode } from './doctor/machine.ts'
import { endWhenReaderLeaves } from './mail/lines.ts'
import { report, reportFault } from './report.ts'
import { WrongUsage } from './wrong-usage.ts'

const wrongUsage = 2
/** For any other code a mail server bounces the mail to its sender, whatever the problem on this machine is. */
const failure = process.argv[2] === 'mail' && process.argv[3] === 'deliver' ? tryAgainLater : 1

// Node would print the whole error with all of its properties.
process.on('uncaughtException', error => {
  reportFault(error)
  process.exit(failure)
})

try {
  requireNode()
  endWhenReaderLeaves()
  await buildCommandLine().parseAsync()
} catch (error) {
  // commander has already reported a wrong command line.
  if (!(error instanceof CommanderError)) report(error)
  process.exitCode = exitCodeOf(error)
}

/** The doctor reports an old Node itself. */
function requireNode(): void {
  const { state, detail } = checkNode()
  if (state === 'trouble' && process.argv[2] !== 'doctor') throw new Error(`Node ${detail}`)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof WrongUsage) return wrongUsage
  if (!(error instanceof CommanderError)) return failure
  return error.exitCode === 1 ? wrongUsage : error.exitCode
}
