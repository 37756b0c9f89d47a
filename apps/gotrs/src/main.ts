import { buildCommandLine } from './command-line.ts'
import { report } from './report.ts'

try {
  await buildCommandLine().parseAsync()
} catch (error) {
  report(error)
  process.exitCode = 1
}
