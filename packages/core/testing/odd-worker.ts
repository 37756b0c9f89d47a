import { parentPort, threadId } from 'node:worker_threads'

// For the tests of kernel/threads.ts: a thread that does what its job says.
parentPort?.on('message', (job: string) => {
  if (job === 'hang') for (;;);
  if (job === 'end') process.exit(3)
  if (job === 'hoard') for (const hoard: string[][] = []; ; ) hoard.push(Array.from({ length: 1_000_000 }, String))
  parentPort?.postMessage(
    job === 'fail' ? { error: 'it failed' } : { answer: `did ${job === 'thread' ? `it in ${threadId}` : job}` },
  )
  if (job === 'leave') setTimeout(() => process.exit(0), 50)
})
parentPort?.postMessage({ isReady: true })
