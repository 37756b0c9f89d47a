import { runMailWorker } from '../main.ts'

// The mail-worker as a process of its own, for tests that kill it.
const running = await runMailWorker()
process.on('SIGTERM', () => {
  void running.stop().then(() => process.exit(0))
})
process.send?.('ready')
