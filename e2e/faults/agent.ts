import { setTimeout as pause } from 'node:timers/promises'
import type { Filed } from './post.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** One answer of the agent: asked for with the same arguments until the server has said that it is there. */
export type Answer = { token: string; ticketId: string; cc: string[]; messageId: string | null; tries: number }

export type Agent = {
  answers: Answer[]
  /** Everything the server said that was neither an answer nor "try again". */
  complaints: string[]
  /** Answers so many tickets, one after the other. */
  answer(count: number): Promise<void>
  /** Until every answer that was begun is through. */
  settled(): Promise<void>
}

type Parts = { world: World; random: Random; prefix: string; filed: Filed }

export function createAgent({ world, random, prefix, filed }: Parts): Agent {
  const answers: Answer[] = []
  const complaints: string[] = []
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
    await send(world, answer, letter, complaints)
  }
  return {
    answers,
    complaints,
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

const patienceMs = 120_000

/** As a careful client does: the same call again; where the ticket has changed meanwhile, it first looks whether it did. */
async function send(world: World, answer: Answer, letter: string, complaints: string[]): Promise<void> {
  const client = world.client(answer.token)
  const deadline = Date.now() + patienceMs
  let version: number | null = null
  while (Date.now() < deadline) {
    answer.tries += 1
    try {
      version ??= await look(world, answer)
      if (version === null) return
      const { token, ticketId, cc } = answer
      const text = `The answer is ${token}.`
      const sent = await client.messages.reply.mutate({ ticketId, version, text, ...(cc.length > 0 ? { cc } : {}) })
      answer.messageId = sent.messageId
      return
    } catch (error) {
      const { code, status } = refusalOf(error)
      if (code === 'ticket_changed') version = null
      else if (status !== null && status !== 503) {
        complaints.push(`answer ${answer.token} to ${letter}: ${status} ${code}`)
        if (status < 500) return
      }
      await pause(150)
    }
  }
  complaints.push(`answer ${answer.token} to ${letter}: not taken in ${patienceMs / 1000} s`)
}

/** The version to answer; null where the answer stands there already. */
async function look({ client }: World, answer: Answer): Promise<number | null> {
  const ticket = await client().tickets.get.query({ ticketId: answer.ticketId })
  const own = ticket.messages.items.find(it => it.text.includes(answer.token))
  if (own) answer.messageId = own.id
  return own ? null : (ticket.staff?.version ?? 0)
}

type Refusal = { code?: unknown; status?: unknown; data?: { httpStatus?: number; desk?: { code?: string } | null } }

/** What the server said, as the client tells it. `status` is null where nothing came back: the server is gone. */
function refusalOf(error: unknown): { code: string; status: number | null } {
  const { code, status, data } = error as Refusal
  const isSaid = typeof status === 'number' && status > 0
  return { code: data?.desk?.code ?? String(code ?? error), status: data?.httpStatus ?? (isSaid ? status : null) }
}
