import { setTimeout as pause } from 'node:timers/promises'
import type { Filed } from './customers.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** One answer of the agent; the client sends the same call until the server confirms it. */
export type Answer = { token: string; ticketId: string; cc: string[]; messageId: string | null; tries: number }

export type Agent = {
  answers: Answer[]
  /** Responses of the server other than success and 503. */
  unexpectedErrors: string[]
  /** Answers `count` tickets, one after the other. */
  answer(count: number): Promise<void>
  /** Resolves when all answers are done. */
  settled(): Promise<void>
}

type Parts = { world: World; random: Random; prefix: string; filed: Filed }

export function createAgent({ world, random, prefix, filed }: Parts): Agent {
  const answers: Answer[] = []
  const unexpectedErrors: string[] = []
  const answered = new Set<string>()
  const begun = new Set<Promise<void>>()
  const writeMany = async (count: number) => {
    for (let at = 0; at < count; at += 1) await writeOne()
  }
  const writeOne = async () => {
    const open = [...filed].filter(([, { ticketId }]) => !answered.has(ticketId))
    if (open.length === 0) return
    const [letter, { ticketId }] = random.pick(open)
    answered.add(ticketId)
    const number = answers.length + 1
    const cc = random.isTrue(0.3) ? [`copy${number}@other.example`] : []
    const answer: Answer = { token: `${prefix}-a${number}-end`, ticketId, cc, messageId: null, tries: 0 }
    answers.push(answer)
    await send(world, answer, letter, unexpectedErrors)
  }
  return {
    answers,
    unexpectedErrors,
    answer(count) {
      const work = writeMany(count).finally(() => begun.delete(work))
      begun.add(work)
      return work
    },
    async settled() {
      await Promise.all(begun)
    },
  }
}

const timeLimitMs = 120_000

/** Retries the same call; if the ticket changed, first checks whether the answer exists already. */
async function send(world: World, answer: Answer, letter: string, unexpectedErrors: string[]): Promise<void> {
  const client = world.client(answer.token)
  const deadline = Date.now() + timeLimitMs
  let version: number | null = null
  while (Date.now() < deadline) {
    answer.tries += 1
    try {
      version ??= await readVersion(world, answer)
      if (version === null) return
      const { token, ticketId, cc } = answer
      const text = `The answer is ${token}.`
      const sent = await client.messages.reply.mutate({ ticketId, version, text, ...(cc.length > 0 ? { cc } : {}) })
      answer.messageId = sent.messageId
      return
    } catch (error) {
      const { code, status } = errorOf(error)
      if (code === 'ticket_changed') version = null
      else if (status !== null && status !== 503) {
        unexpectedErrors.push(`answer ${answer.token} to ${letter}: ${status} ${code}`)
        if (status < 500) return
      }
      await pause(150)
    }
  }
  unexpectedErrors.push(`answer ${answer.token} to ${letter}: not accepted within ${timeLimitMs / 1000} s`)
}

/** The version to answer; null if the answer exists already. */
async function readVersion({ client }: World, answer: Answer): Promise<number | null> {
  const ticket = await client().tickets.get.query({ ticketId: answer.ticketId })
  const own = ticket.messages.items.find(it => it.text.includes(answer.token))
  if (own) answer.messageId = own.id
  return own ? null : (ticket.staff?.version ?? 0)
}

type ClientError = { code?: unknown; status?: unknown; data?: { httpStatus?: number; desk?: { code?: string } | null } }

/** The error of the server; `status` is null if there was no response. */
function errorOf(error: unknown): { code: string; status: number | null } {
  const { code, status, data } = error as ClientError
  const hasStatus = typeof status === 'number' && status > 0
  return { code: data?.desk?.code ?? String(code ?? error), status: data?.httpStatus ?? (hasStatus ? status : null) }
}
