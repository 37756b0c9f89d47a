import { setTimeout as pause } from 'node:timers/promises'
import type { Filed } from './customers.ts'
import { now } from './flags.ts'
import type { World } from './world.ts'

type Sample = { at: number; status: number; problems: string[] }

/** Polls the desk from outside, as a monitor and an admin do. */
export type Monitor = {
  filed: Filed
  /** The failed checks of `/readyz` since then. */
  problemsSince(at: number): Set<string>
  /** Waits for a condition. Returns the milliseconds, or null if it took longer than `withinMs`. */
  waitFor(isTrue: () => Promise<boolean> | boolean, withinMs: number): Promise<number | null>
  isReady(): Promise<boolean>
  /** The last error of each mailbox, as the admin page shows it. */
  mailboxErrors(): Promise<Map<string, string | null>>
  stop(): Promise<void>
}

const everyMs = 300

export function startMonitor(world: World, filed: Filed): Monitor {
  const samples: Sample[] = []
  let isStopped = false
  const checkReady = async () => {
    const at = now()
    const answer = await fetch(`${world.url}/readyz`, { signal: AbortSignal.timeout(6_000) }).catch(() => null)
    const body = await answer?.json().catch(() => null)
    const checks = Object.entries((body as { checks?: Record<string, string> } | null)?.checks ?? {})
    const problems = checks.filter(([, words]) => words !== 'ok').map(([name]) => name)
    samples.push({ at, status: answer?.status ?? 0, problems })
    return answer?.status === 200
  }
  const poll = async (look: () => Promise<unknown>) => {
    while (!isStopped) {
      await look()
      await pause(everyMs)
    }
  }
  const polling = [poll(checkReady), poll(() => recordFiled(world, filed))]
  return {
    filed,
    isReady: checkReady,
    problemsSince: at => new Set(samples.filter(it => it.at >= at).flatMap(({ problems }) => problems)),
    async waitFor(isTrue, withinMs) {
      const began = now()
      while (now() - began < withinMs) {
        if (await isTrue()) return Math.round(now() - began)
        await pause(50)
      }
      return null
    },
    async mailboxErrors() {
      const boxes = await world.client().mailboxes.list.query()
      return new Map(boxes.map(it => [it.name, it.state.lastError]))
    },
    async stop() {
      isStopped = true
      await Promise.all(polling)
    },
  }
}

/** Records which letters have a ticket. */
async function recordFiled({ postgres }: World, filed: Filed): Promise<void> {
  const rows = await postgres.ask<{ text: string; ticketId: string; box: string }>(`
    select message.text, message.ticket_id as "ticketId", mailbox.name as box
    from messages message join inbound_mails mail on mail.id = message.inbound_mail_id
    join mailboxes mailbox on mailbox.id = mail.mailbox_id
    where message.text like 'My question is%' order by message.created_at desc limit 150`)
  for (const { text, ...place } of rows) {
    const token = tokensIn(text)[0]
    if (token) filed.set(token, place)
  }
}

export const tokensIn = (text: string): string[] => text.match(/t\d+-a?\d+-end/g) ?? []
