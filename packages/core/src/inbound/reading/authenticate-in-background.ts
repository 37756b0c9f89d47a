import { setTimeout as pause } from 'node:timers/promises'
import type { Checked } from './authenticate.ts'

/** Nearly all mails are authenticated within this time. A mail that takes longer ends its job and continues in the background. */
const firstMs = 300
/** Each one holds the headers of its mail in memory, and queries DNS for a few seconds. */
const maxRunning = 48
/** How long a result is kept that no job fetches, because another mail-worker filed the mail. */
const keptMs = 60_000

type Check = { result: Promise<Checked>; isDone: boolean }
const checks = new Map<string, Check>()

/** Is this mail being authenticated? Then a job has nothing to do for it yet. */
export const isInBackground = (mailId: string): boolean => checks.get(mailId)?.isDone === false

/**
 * Authenticates the sender of a mail without occupying a job while a name server is slow: an attacker who runs a slow one
 * could otherwise stop all mail with a handful of mails. Null: the check continues in the background, or too many are
 * running; the job of the mail is retried later, and finds the result here.
 */
export async function authenticateInBackground(mailId: string, check: () => Promise<Checked>): Promise<Checked | null> {
  const running = checks.get(mailId) ?? begin(mailId, check)
  if (running === null) return null
  if (!running.isDone) await Promise.race([running.result.catch(() => {}), pause(firstMs, undefined, { ref: false })])
  if (!running.isDone) return null
  checks.delete(mailId)
  return running.result
}

function begin(mailId: string, check: () => Promise<Checked>): Check | null {
  if ([...checks.values()].filter(it => !it.isDone).length >= maxRunning) return null
  const begun: Check = { result: check(), isDone: false }
  checks.set(mailId, begun)
  const end = () => {
    begun.isDone = true
    setTimeout(() => checks.get(mailId) === begun && checks.delete(mailId), keptMs).unref()
  }
  begun.result.then(end, end)
  return begun
}
