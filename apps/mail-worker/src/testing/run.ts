import { flushCompileCache } from 'node:module'
import { runMailWorker } from '../main.ts'

// The mail-worker as a process of its own, for tests that kill it.
const running = await runMailWorker()
process.on('SIGTERM', () => {
  running.stop().then(
    () => process.exit(0),
    error => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    },
  )
})
// One that is killed would leave nothing for the next.
flushCompileCache()
process.send?.('ready')
