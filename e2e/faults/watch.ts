import { setTimeout as pause } from 'node:timers/promises'
import { now } from './flags.ts'
import type { Filed } from './post.ts'
import type { World } from './world.ts'

type Sample = { at: number; status: number; troubles: string[] }

/** Looks at the desk from outside all the time, as a monitor and an admin do. */
export type Watch = {
  filed: Filed
  /** What `/readyz` complained of since then. */
  troublesSince(at: number): Set<string>
  /** Waits until it is seen. Returns after how many milliseconds, or null when it took longer. */
  waitFor(isThere: () => Promise<boolean> | boolean, withinMs: number): Promise<number | null>
  isReady(): Promise<boolean>
  /** The words that the admin page shows of the reading of each mailbox. */
  mailboxErrors(): Promise<Map<string, string | null>>
  stop(): Promise<void>
}

const everyMs = 300

export function startWatch(world: World, filed: Filed): Watch {
  const samples: Sample[] = []
  let isStopped = false
  const askReady = async () => {
    const at = now()
    const answer = await fetch(`${world.url}/readyz`, { signal: AbortSignal.timeout(6_000) }).catch(() => null)
    const body = await answer?.json().catch(() => null)
    const checks = Object.entries((body as { checks?: Record<string, string> } | null)?.checks ?? {})
    const troubles = checks.filter(([, words]) => words !== 'ok').map(([name]) => name)
    samples.push({ at, status: answer?.status ?? 0, troubles })
    return answer?.status === 200
  }
  const again = async (look: () => Promise<unknown>) => {
    while (!isStopped) {
      await look()
      await pause(everyMs)
    }
  }
  const looking = [again(askReady), again(() => noteFiled(world, filed))]
  return {
    filed,
    isReady: askReady,
    troublesSince: at => new Set(samples.filter(it => it.at >= at).flatMap(({ troubles }) => troubles)),
    async waitFor(isThere, withinMs) {
      const began = now()
      while (now() - began < withinMs) {
        if (await isThere()) return Math.round(now() - began)
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
      await Promise.all(looking)
    },
  }
}

/** Which letters have a ticket by now. */
async function noteFiled({ postgres }: World, filed: Filed): Promise<void> {
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
