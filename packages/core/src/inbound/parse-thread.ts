import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { ReadMail } from './read-mail.ts'

const maxMilliseconds = 20_000
const maxHeapMegabytes = 512
/** Two, so that a mail that takes all the time there is does not hold up the next one. */
const threadCount = 2
const maxWaiting = 200

/** A mail could not be read: it was refused, took too long, or took too much memory. */
export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError'
  /** False where another try may go better: it ran against a limit. */
  readonly isFinal: boolean

  constructor(message: string, isFinal: boolean) {
    super(message)
    this.isFinal = isFinal
  }
}

type Job = { raw: Uint8Array; milliseconds: number; resolve(read: ReadMail): void; reject(error: Error): void }
type Thread = { worker: Worker; job: Job | null; timer?: NodeJS.Timeout }
type Answer = { read: ReadMail } | { error: string }

const threads = new Set<Thread>()
const waiting: Job[] = []

/**
 * Reads a mail in a thread of its own, with a limit on time and memory: whatever it does there, this process goes on.
 * @throws UnreadableMailError
 */
export function readMailInThread(raw: Uint8Array, milliseconds = maxMilliseconds): Promise<ReadMail> {
  return new Promise((resolve, reject) => {
    if (waiting.length >= maxWaiting) return reject(new Error('Too many mails wait to be read.'))
    waiting.push({ raw, milliseconds, resolve, reject })
    next()
  })
}

function next(): void {
  while (waiting.length > 0) {
    const idle = [...threads].find(thread => thread.job === null) ?? startThread()
    const job = idle && waiting.shift()
    if (!idle || !job) return
    give(idle, job)
  }
}

function give(thread: Thread, job: Job): void {
  thread.job = job
  thread.worker.ref()
  thread.timer = setTimeout(() => {
    end(thread, new UnreadableMailError(`Reading it took longer than ${job.milliseconds / 1000} s.`, false))
  }, job.milliseconds)
  thread.worker.postMessage(job.raw)
}

function startThread(): Thread | null {
  if (threads.size >= threadCount) return null
  const worker = new Worker(program(), { resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes } })
  const thread: Thread = { worker, job: null }
  worker.unref()
  worker.on('message', (answer: Answer) => settle(thread, answer))
  worker.on('error', error => end(thread, failureOf(error)))
  worker.on('exit', () => end(thread, new UnreadableMailError('The thread that read it ended.', false)))
  threads.add(thread)
  return thread
}

function settle(thread: Thread, answer: Answer): void {
  const { job } = thread
  clearTimeout(thread.timer)
  thread.job = null
  thread.worker.unref()
  if ('error' in answer) job?.reject(new UnreadableMailError(answer.error, true))
  else job?.resolve(answer.read)
  next()
}

/** A thread that has failed is not used again. */
function end(thread: Thread, error: Error): void {
  if (!threads.delete(thread)) return
  clearTimeout(thread.timer)
  void thread.worker.terminate()
  thread.job?.reject(error)
  next()
}

function failureOf(error: unknown): Error {
  const code = (error as { code?: string }).code
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return new UnreadableMailError('Reading it took too much memory.', false)
  return new UnreadableMailError(error instanceof Error ? error.message : String(error), false)
}

/** From the sources it lies beside this file; in the bundle it is an entry of its own. */
function program(): URL {
  const places = ['./parse-worker.ts', './parse-worker.mjs'].map(name => new URL(name, import.meta.url))
  const found = places.find(place => existsSync(place))
  if (!found) throw new Error('The program that reads mails (parse-worker) is missing beside this one.')
  return found
}
