import { setTimeout as pause } from 'node:timers/promises'
import type { Checked } from './authenticate.ts'

/** Nearly all mails are authenticated within this. A mail that takes longer gives its job's place to the others. */
const firstMs = 300
/** Each holds the head of its mail in memory, and asks DNS for a few seconds. */
const maxAsking = 48
/** For a result that nobody fetches, since another mail-worker filed the mail. */
const keptMs = 60_000

type Asked = { answer: Promise<Checked>; isOver: boolean }
const asked = new Map<string, Asked>()

/** Has DNS been asked for this mail, and not answered yet? Then there is nothing to do for it. */
export const isAskedAside = (mailId: string): boolean => asked.get(mailId)?.isOver === false

/**
 * The sender of a mail, without a place of a job being held while a slow name server thinks: a stranger who runs one could
 * else stop all mail with a handful of mails. Null: DNS goes on being asked, or too many mails wait for it; the mail comes
 * again, and finds the result here.
 */
export async function authenticateAside(mailId: string, ask: () => Promise<Checked>): Promise<Checked | null> {
  const known = asked.get(mailId) ?? begin(mailId, ask)
  if (known === null) return null
  if (!known.isOver) await Promise.race([known.answer.catch(() => {}), pause(firstMs, undefined, { ref: false })])
  if (!known.isOver) return null
  asked.delete(mailId)
  return known.answer
}

function begin(mailId: string, ask: () => Promise<Checked>): Asked | null {
  if ([...asked.values()].filter(it => !it.isOver).length >= maxAsking) return null
  const begun: Asked = { answer: ask(), isOver: false }
  asked.set(mailId, begun)
  const end = () => {
    begun.isOver = true
    setTimeout(() => asked.get(mailId) === begun && asked.delete(mailId), keptMs).unref()
  }
  begun.answer.then(end, end)
  return begun
}
