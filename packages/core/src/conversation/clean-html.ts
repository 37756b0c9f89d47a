import { DeskError } from '@gotrs/contract/errors'
import type { Actor } from '../kernel/actor.ts'
import { createConcurrencyLimit, runWithinLimit } from '../kernel/concurrency-limit.ts'
import { createThreads, ThreadError, threadProgram } from '../kernel/threads.ts'
import { type CleanHtml, cleanHtmlNow } from './clean-now.ts'

/** Nearly every message is shorter. Longer HTML goes to a thread. */
const shortLength = 4_000
/** Separates an answer with a table from a message that uses the maximum of a million characters. */
const mediumLength = 64_000
/** Tags and entities, which determine the time: a table of ten thousand cells has half as many. */
const maxMarks = 50_000

/** One thread for each length, so that long HTML delays only other long HTML. */
const lane = () => ({
  gate: createConcurrencyLimit({ perPerson: 1, total: 1, maxWaiting: 10, waitMs: 15_000 }),
  threads: createThreads<string, CleanHtml>(() => threadProgram('clean-worker', import.meta.url), {
    milliseconds: 10_000,
    heapMegabytes: 192,
  }),
})
const lanes = { medium: lane(), long: lane() }

/**
 * Sanitises HTML outside any transaction; HTML that is not short runs in a worker thread, where people take turns.
 * @throws DeskError `invalid_input` for HTML that takes too long, `too_many_requests`
 */
export async function cleanHtml(actor: Actor, html: string): Promise<CleanHtml> {
  if (html.length <= shortLength) return cleanHtmlNow(html)
  const { gate, threads } = html.length <= mediumLength ? lanes.medium : lanes.long
  try {
    return await runWithinLimit(gate, actor, () => threads.run(html))
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error
    throw Object.assign(tooMuch('could not be read: send it as text, or with less formatting'), { cause: error })
  }
}

/** The input with its HTML sanitised. @throws DeskError as `cleanHtml`, and for too much markup */
export async function withCleanHtml<I extends { html?: string | undefined }>(
  actor: Actor,
  input: I,
): Promise<Omit<I, 'html'> & { html?: CleanHtml }> {
  const { html, ...rest } = input
  if (!html?.trim()) return rest
  if (countMarks(html) > maxMarks) throw tooMuch(`has more than ${maxMarks} tags and entities: send less formatting`)
  return { ...rest, html: await cleanHtml(actor, html) }
}

function countMarks(html: string): number {
  let marks = 0
  for (let at = 0; at < html.length; at += 1) {
    const unit = html.charCodeAt(at)
    if (unit === 0x3c || unit === 0x26) marks += 1
  }
  return marks
}

const tooMuch = (message: string) => new DeskError('invalid_input', { issues: [{ path: 'html', message }] })
