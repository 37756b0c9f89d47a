import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

type Limits = { milliseconds: number; heapMegabytes: number }

/** Work in threads of its own: whatever it takes there, this one goes on. */
export type Threads<Job, Answer> = {
  /** @throws ThreadError when it takes too long or too much memory, or fails */
  run(job: Job): Promise<Answer>
}

export class ThreadError extends Error {
  override readonly name = 'ThreadError'
}

const maxStartMilliseconds = 20_000

/** What a thread says: that its program is loaded, then one answer for each job. */
export type Said<Answer> = { isReady: true } | { answer: Answer } | { error: string }

type Thread<Answer> = { worker: Worker; take(said: Said<Answer>): void; fail(error: Error): void }

/** How many run at once is the caller's to bound; a thread is kept for the next job. */
export function createThreads<Job, Answer>(program: () => URL, limits: Limits): Threads<Job, Answer> {
  const idle: Thread<Answer>[] = []
  const forget = (thread: Thread<Answer>) => {
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
  }
  return {
    async run(job) {
      const thread = idle.pop() ?? (await startThread<Answer>(program(), limits, forget))
      thread.worker.ref()
      try {
        const said = await hear(thread, limits.milliseconds, () => thread.worker.postMessage(job))
        thread.worker.unref()
        idle.push(thread)
        if ('answer' in said) return said.answer
        throw new ThreadError('error' in said ? said.error : 'The thread gave no answer.')
      } catch (error) {
        // One that has failed or hangs is not used again.
        if (!idle.includes(thread)) void thread.worker.terminate()
        throw error
      }
    },
  }
}

async function startThread<Answer>(
  program: URL,
  { heapMegabytes }: Limits,
  onExit: (thread: Thread<Answer>) => void,
): Promise<Thread<Answer>> {
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 16 },
    // A map of the sources takes more memory than the program.
    execArgv: process.execArgv.filter(it => it !== '--enable-source-maps'),
  })
  const thread: Thread<Answer> = { worker, take: () => {}, fail: () => {} }
  worker.on('message', (said: Said<Answer>) => thread.take(said))
  worker.on('error', error => thread.fail(error))
  worker.on('exit', () => {
    onExit(thread)
    thread.fail(new Error('The thread ended.'))
  })
  await hear(thread, maxStartMilliseconds, () => {}).catch(error => {
    void worker.terminate()
    throw error
  })
  return thread
}

/** The next thing that the thread says. */
async function hear<Answer>(thread: Thread<Answer>, milliseconds: number, ask: () => void): Promise<Said<Answer>> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Said<Answer>>((resolve, reject) => {
      thread.take = resolve
      thread.fail = error => reject(new ThreadError(error.message, { cause: error }))
      timer = setTimeout(() => reject(new ThreadError(`It took longer than ${milliseconds} ms.`)), milliseconds)
      ask()
    })
  } finally {
    clearTimeout(timer)
  }
}

/** The program of a thread: among the sources `NAME.ts` beside the caller, in the bundle an entry of its own. */
export function threadProgram(name: string, beside: string): URL {
  const found = [`./${name}.ts`, `./${name}.mjs`].map(it => new URL(it, beside)).find(it => existsSync(it))
  if (!found) throw new Error(`The program ${name} is missing beside this one.`)
  return found
}
