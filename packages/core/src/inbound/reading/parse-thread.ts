import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { isOfMachine } from './failures.ts'
import type { Answer, ThreadJob } from './parse-job.ts'
import { poisonWord } from './poison.ts'
import type { ReadMail } from './read-mail.ts'

/** Where mails are read: each lane has threads of its own, and limits on time and memory for them. */
type Lane = {
  threadCount: number
  milliseconds: number
  heapMegabytes: number
  /** A thread ends after a mail larger than this: its memory would not shrink for as long as it lives. */
  lastMailBytes: number
  /** A thread ends after this long without a mail. */
  idleMilliseconds: number
  threads: Set<Thread>
  waiting: Job[]
}

type Job = ThreadJob & {
  size: number
  milliseconds: number
  resolve(read: ReadMail): void
  reject(error: Error): void
}
type Thread = {
  worker: Worker
  lane: Lane
  isReady: boolean
  isEnding: boolean
  job: Job | null
  timer?: NodeJS.Timeout
}

const lane = (limits: Omit<Lane, 'threads' | 'waiting'>): Lane => ({
  ...limits,
  threads: new Set(),
  waiting: [],
})

const keptAfterSmallMails = { lastMailBytes: 512 * 1024, idleMilliseconds: Number.POSITIVE_INFINITY }

const lanes = {
  /** Nearly all mails are read here, quickly. A mail that takes longer is stopped, and retried in the slow lane. */
  quick: lane({ threadCount: 2, milliseconds: 2_000, heapMegabytes: 96, ...keptAfterSmallMails }),
  /**
   * For large mails, those that have failed before, and those that are processed again: one at a time, so that memory has
   * a bound. Several that are processed again one after the other share the start of a thread.
   */
  slow: lane({
    threadCount: 1,
    milliseconds: 10_000,
    heapMegabytes: 192,
    ...keptAfterSmallMails,
    idleMilliseconds: 5_000,
  }),
}

/** For tests of mails that spoil their reader: how soon one is given up that takes a second look, and how much it may take. */
const poisoned = { milliseconds: 4_000, heapMegabytes: 64 }

const limitsOf = (at: Lane) => (poisonWord() !== null && at === lanes.slow ? poisoned : at)

const largeBytes = 8 * 1024 * 1024
const maxWaiting = 200
const maxStartMilliseconds = 20_000
const maxEndMilliseconds = 5_000

/** A mail could not be read: it was rejected, took too long, or took too much memory. */
export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError'
  /** False if another attempt may succeed, because it reached a limit. */
  readonly isFinal: boolean

  constructor(message: string, isFinal: boolean) {
    super(message)
    this.isFinal = isFinal
  }
}

export type MailToRead = { blobKey: string; size: number; envelopeTo: string[]; isSuspect: boolean }

/** Do several mails wait for the thread of large and suspect ones? Then a job with other work comes again later. */
export const hasToQueue = (mail: MailToRead): boolean => laneOf(mail) === lanes.slow && lanes.slow.waiting.length > 0

const laneOf = ({ size, isSuspect }: MailToRead) => (isSuspect || size > largeBytes ? lanes.slow : lanes.quick)

/**
 * Reads a mail in a worker thread, with a limit on time and memory, so that no mail can stop this process.
 * The thread reads the bytes from the blob store and stores the attachments of the mail itself.
 * @throws UnreadableMailError
 */
export function readMailInThread(
  blobsFolder: string,
  mail: MailToRead,
  milliseconds = limitsOf(laneOf(mail)).milliseconds,
): Promise<ReadMail> {
  const at = laneOf(mail)
  return new Promise((resolve, reject) => {
    if (at.waiting.length >= maxWaiting) return reject(new Error('Too many mails wait to be read.'))
    const { blobKey: rawKey, envelopeTo, size } = mail
    const job: ThreadJob = { blobsFolder, rawKey, envelopeTo, poison: poisonWord() }
    at.waiting.push({ ...job, size, milliseconds, resolve, reject })
    next(at)
  })
}

function next(at: Lane): void {
  while (at.waiting.length > 0) {
    const idle = [...at.threads].find(isIdle) ?? startThread(at)
    const job = idle && at.waiting.shift()
    if (!idle || !job) return
    idle.job = job
    idle.worker.ref()
    if (idle.isReady) give(idle, job)
  }
}

const isIdle = (thread: Thread) => thread.job === null && !thread.isEnding

function give(thread: Thread, { blobsFolder, rawKey, envelopeTo, poison, milliseconds }: Job): void {
  clearTimeout(thread.timer)
  thread.timer = setTimeout(() => {
    end(thread, new UnreadableMailError(`Reading it took longer than ${milliseconds / 1000} s.`, false))
  }, milliseconds)
  thread.worker.postMessage({ blobsFolder, rawKey, envelopeTo, poison } satisfies ThreadJob)
}

function startThread(at: Lane): Thread | null {
  if (at.threads.size >= at.threadCount) return null
  const worker = new Worker(program(), {
    resourceLimits: { maxOldGenerationSizeMb: limitsOf(at).heapMegabytes, maxYoungGenerationSizeMb: 8 },
    // A map of the sources takes more memory than the program.
    execArgv: process.execArgv.filter(it => it !== '--enable-source-maps'),
  })
  const thread: Thread = { worker, lane: at, isReady: false, isEnding: false, job: null }
  thread.timer = setTimeout(
    () => end(thread, new Error('The thread that reads mails did not start.')),
    maxStartMilliseconds,
  )
  worker.unref()
  worker.on('message', (answer: Answer) => take(thread, answer))
  worker.on('error', error => end(thread, failureOf(error)))
  worker.on('exit', () => end(thread, new UnreadableMailError('The thread that read it ended.', false)))
  at.threads.add(thread)
  return thread
}

function take(thread: Thread, answer: Answer): void {
  if (thread.isEnding) return
  clearTimeout(thread.timer)
  if ('isReady' in answer) {
    thread.isReady = true
    if (thread.job) give(thread, thread.job)
    return
  }
  const { job, lane: at } = thread
  thread.job = null
  thread.worker.unref()
  if (job && job.size > at.lastMailBytes) void close(thread)
  else if (Number.isFinite(at.idleMilliseconds))
    thread.timer = setTimeout(() => close(thread), at.idleMilliseconds).unref()
  if ('error' in answer) job?.reject(errorOf(answer))
  else job?.resolve(answer.read)
  next(at)
}

/** The next thread of its lane starts when the memory of this one is free, so that their memory does not add up. */
async function close(thread: Thread): Promise<void> {
  clearTimeout(thread.timer)
  thread.isEnding = true
  await Promise.race([thread.worker.terminate(), pause(maxEndMilliseconds, null, { ref: false })]).catch(() => {})
  thread.lane.threads.delete(thread)
  next(thread.lane)
}

/** A thread that has failed is not used again. */
function end(thread: Thread, error: Error): void {
  if (thread.isEnding) return
  thread.job?.reject(error)
  void close(thread)
}

/** A local fault, such as a full disk, keeps its code, which distinguishes it from a fault of the mail. */
function errorOf({ error, code }: { error: string; code: string | null }): Error {
  const coded = Object.assign(new Error(error), { code })
  if (isOfMachine(coded)) return coded
  // The bytes may be there again in a moment, where the disk is.
  return new UnreadableMailError(error, code !== 'ENOENT')
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
