import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** `idleMilliseconds`: after that time without a job a thread ends, and its memory is free; by default it is kept. */
type Limits = { milliseconds: number; heapMegabytes: number; idleMilliseconds?: number }

/** Runs jobs in worker threads, so that an expensive job does not block this one. */
export type Threads<Job, Answer> = {
  /** @throws ThreadError when it takes too long or too much memory, or fails; another error when no thread starts */
  run(job: Job): Promise<Answer>
}

export class ThreadError extends Error {
  override readonly name = 'ThreadError'
}

const maxStartMilliseconds = 20_000

/** The messages of a thread: first that its program is loaded, then one answer for each job. */
export type ThreadMessage<Answer> = { isReady: true } | { answer: Answer } | { error: string }

type Thread<Answer> = {
  worker: Worker
  take(message: ThreadMessage<Answer>): void
  fail(error: Error): void
  idle?: NodeJS.Timeout | undefined
}

/** The caller limits how many jobs run at once. A thread is kept for the next job. */
export function createThreads<Job, Answer>(program: () => URL, limits: Limits): Threads<Job, Answer> {
  const idle: Thread<Answer>[] = []
  const remove = (thread: Thread<Answer>) => {
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
  }
  const keep = (thread: Thread<Answer>) => {
    idle.push(thread)
    if (limits.idleMilliseconds === undefined) return
    const end = () => {
      remove(thread)
      void thread.worker.terminate()
    }
    thread.idle = setTimeout(end, limits.idleMilliseconds).unref()
  }
  return {
    async run(job) {
      const thread = idle.pop() ?? (await startThread<Answer>(program(), limits, remove))
      clearTimeout(thread.idle)
      thread.worker.ref()
      try {
        const message = await nextMessage(thread, limits.milliseconds, () => thread.worker.postMessage(job))
        thread.worker.unref()
        keep(thread)
        if ('answer' in message) return message.answer
        throw new ThreadError('error' in message ? message.error : 'The thread sent no answer.')
      } catch (error) {
        // A thread that failed or hangs is not used again.
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
    // Source maps take more memory than the program.
    execArgv: process.execArgv.filter(it => it !== '--enable-source-maps'),
  })
  const thread: Thread<Answer> = { worker, take: () => {}, fail: () => {} }
  worker.on('message', (message: ThreadMessage<Answer>) => thread.take(message))
  worker.on('error', error => thread.fail(error))
  worker.on('exit', () => {
    onExit(thread)
    thread.fail(new Error('The thread ended.'))
  })
  await nextMessage(thread, maxStartMilliseconds, () => {}).catch(error => {
    void worker.terminate()
    // That is the machine's fault, and not the job's: the caller may try the job again.
    throw new Error('A thread did not start.', { cause: error })
  })
  return thread
}

/** The next message of the thread. */
async function nextMessage<Answer>(
  thread: Thread<Answer>,
  milliseconds: number,
  start: () => void,
): Promise<ThreadMessage<Answer>> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<ThreadMessage<Answer>>((resolve, reject) => {
      thread.take = resolve
      thread.fail = error => reject(new ThreadError(error.message, { cause: error }))
      timer = setTimeout(() => reject(new ThreadError(`It took longer than ${milliseconds} ms.`)), milliseconds)
      start()
    })
  } finally {
    clearTimeout(timer)
  }
}

/** The program of a thread: in the sources `NAME.ts` beside the caller, in the bundle an entry of its own. */
export function threadProgram(name: string, beside: string): URL {
  const found = [`./${name}.ts`, `./${name}.mjs`].map(it => new URL(it, beside)).find(it => existsSync(it))
  if (!found) throw new Error(`The program ${name} is missing beside this one.`)
  return found
}
