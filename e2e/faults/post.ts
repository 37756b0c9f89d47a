import { setTimeout as pause } from 'node:timers/promises'
import { now } from './flags.ts'
import type { Box } from './folders.ts'
import { type Letter, writeLetter } from './letters.ts'
import { runCommand } from './program.ts'
import type { Random } from './random.ts'
import { handIn } from './smtp-client.ts'
import type { Door, World } from './world.ts'

/** One letter on one way into the desk. */
export type Delivery = {
  letter: Letter
  box: Box
  to: string
  /** Null: to the IMAP server, or piped into `gotrs mail deliver`. */
  door: Door | null
  isPiped: boolean
  /** When the desk (or for the IMAP server: that server) said that it has it. */
  takenAt: number | null
  /** A 5xx: a mail server would give up now. */
  refusal: string | null
}

/** The customers' side: what was written, and how it was handed in. It is the ground truth of the run. */
export type Post = {
  letters: Map<string, Letter>
  deliveries: Delivery[]
  /** Writes so many letters and begins to hand them in; a door given is used for all of them, as is a box. */
  release(count: number, where?: Where): Delivery[]
  /** While this runs, nothing is delivered to the box by the IMAP server. */
  holding<T>(box: Box, work: () => Promise<T>): Promise<T>
  /** Until everything was taken, or refused for good. */
  drained(withinMs: number): Promise<void>
  /** No more is tried. */
  stop(): void
}

type Where = { door?: Door; box?: Box; isByImap?: boolean }

/** The tickets of letters, as far as they are known: replies go to them. */
export type Filed = Map<string, { ticketId: string; box: string }>

type Parts = { world: World; random: Random; prefix: string; isShort: boolean; filed: Filed }

const atOnce = 8
const quickPoisons = ['throw', 'exit'] as const
/** These run into the limits of time and of memory first. */
const poisons = [...quickPoisons, 'hang', 'memory'] as const

export function openPost({ world, random, prefix, isShort, filed }: Parts): Post {
  const letters = new Map<string, Letter>()
  const deliveries: Delivery[] = []
  const waiting: Delivery[] = []
  const locks = new Map<string, Promise<unknown>>()
  let isStopped = false
  let busy = 0
  let urgent = 0

  const holding = <T>(box: Box, work: () => Promise<T>): Promise<T> => {
    const turn = (locks.get(box.name) ?? Promise.resolve()).then(work)
    locks.set(
      box.name,
      turn.catch(() => {}),
    )
    return turn
  }
  const tryOnce = async ({ letter, box, door, isPiped, to: address }: Delivery): Promise<void> => {
    const { from, raw } = letter
    if (isPiped) return pipeIn(world, box, raw)
    if (door) {
      await handIn({ port: door.line.port, isLmtp: door.protocol === 'lmtp', from, to: [address], raw })
      return
    }
    const to = [box.folder === 'INBOX' ? box.name : `${box.name}+${box.folder}`]
    await holding(box, () => handIn({ port: world.dovecot.lmtpPort, isLmtp: true, from, to, raw }))
  }
  const deliver = async (delivery: Delivery): Promise<void> => {
    while (!isStopped && delivery.takenAt === null && delivery.refusal === null) {
      try {
        await tryOnce(delivery)
        delivery.takenAt = now()
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        if (/^5\d\d/.test(words)) delivery.refusal = words
        await pause(random.between(150, 500))
      }
    }
  }
  const deliverNow = async (delivery: Delivery) => {
    urgent += 1
    await deliver(delivery)
    urgent -= 1
  }
  const work = async () => {
    busy += 1
    for (let next = waiting.shift(); next && !isStopped; next = waiting.shift()) await deliver(next)
    busy -= 1
  }
  const add = (letter: Letter, box: Box, where: Where) => {
    // A command that is piped into knows nothing of poison.
    const isPiped = letter.kind !== 'poison' && !where.door && !where.isByImap && random.isTrue(isShort ? 0.02 : 0.03)
    const isByImap = where.isByImap || random.isTrue(0.5)
    const door = isPiped || isByImap ? null : random.pick(world.doors)
    const to = letter.to.startsWith(`${box.name}+`) ? letter.to : box.address
    const delivery = { letter, box, to, door: where.door ?? door, isPiped, takenAt: null, refusal: null }
    deliveries.push(delivery)
    // A door is named where it is watched: nothing else may stand before it.
    if (where.door) void deliverNow(delivery)
    else waiting.push(delivery)
    if (waiting.length > 0 && busy < atOnce) void work()
    return delivery
  }
  const write = (where: Where): { letter: Letter; box: Box } => {
    const number = letters.size + 1
    const token = `${prefix}-${number}-end`
    const parent = random.isTrue(0.15) ? letters.get(random.pick([...filed.keys(), ''])) : undefined
    const parentBox = parent && world.boxes.find(it => it.name === filed.get(parent.token)?.box)
    const isPoison = !parent && number % (isShort ? 40 : 80) === 5
    const box = where.box ?? parentBox ?? random.pick(world.boxes)
    const letter = writeLetter(random, {
      token,
      kind: parent ? 'reply' : isPoison ? 'poison' : 'request',
      from: parent?.from ?? `c${number}@customer${number % 40}.example`,
      to: (parent && signedAddress(world, parent)) ?? box.address,
      hasFile: random.isTrue(0.1),
      ...(isPoison ? { poison: random.pick(isShort ? quickPoisons : poisons) } : {}),
      ...(parent ? { parent: parent.token, inReplyTo: parent.messageId } : {}),
    })
    letters.set(token, letter)
    return { letter, box }
  }
  return {
    letters,
    deliveries,
    holding,
    release(count, where = {}) {
      return Array.from({ length: count }, () => {
        const { letter, box } = write(where)
        const delivery = add(letter, box, where)
        // An alias and a list; a server that did not hear our answer.
        if (letter.kind === 'request' && random.isTrue(0.05)) add(letter, otherBox(world, random, box), {})
        if (random.isTrue(0.05)) add(letter, box, {})
        return delivery
      })
    },
    async drained(withinMs) {
      const deadline = Date.now() + withinMs
      while (Date.now() < deadline && busy + urgent + waiting.length > 0) await pause(50)
    },
    stop() {
      isStopped = true
    },
  }
}

const otherBox = (world: World, random: Random, box: Box) => random.pick(world.boxes.filter(it => it !== box))

/** Where an answer that the customer has got asks to be answered. */
function signedAddress({ sink }: World, { from }: Letter): string | null {
  const answer = sink.mails.find(it => it.isAcknowledged && it.recipients.includes(from))
  return /^reply-to:.*?([\w.+-]+@[\w.-]+)/im.exec(answer?.raw ?? '')?.[1] ?? null
}

/** Exit code 75 asks to try again later (sysexits.h). */
async function pipeIn(world: World, box: Box, raw: Buffer): Promise<void> {
  const { code, output } = await runCommand(['mail', 'deliver', '--mailbox', box.name], world.env, raw)
  if (code === 0) return
  throw new Error(code === 75 ? output : `554 exit code ${code}: ${output}`)
}
