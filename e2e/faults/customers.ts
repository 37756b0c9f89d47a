import { setTimeout as pause } from 'node:timers/promises'
import { now } from './flags.ts'
import type { Box } from './folders.ts'
import { type Letter, writeLetter } from './letters.ts'
import { runCommand } from './program.ts'
import type { Random } from './random.ts'
import { sendMail } from './smtp-client.ts'
import type { Listener, World } from './world.ts'

/** One delivery of a letter to the desk. */
export type Delivery = {
  letter: Letter
  box: Box
  to: string
  /** Null: delivered to the IMAP server, or piped into `gotrs mail deliver`. */
  listener: Listener | null
  isPiped: boolean
  /** When the desk, or the IMAP server, acknowledged it. */
  acceptedAt: number | null
  /** A 5xx reply, after which a mail server does not retry. */
  refusal: string | null
}

/** The customers: the mails that they sent and how. The run compares the desk with this. */
export type Customers = {
  letters: Map<string, Letter>
  deliveries: Delivery[]
  /** Writes letters and starts to send them, all to the given listener or mailbox if there is one. */
  send(count: number, where?: Where): Delivery[]
  /** Runs `work` while the IMAP server delivers nothing to the mailbox. */
  withoutDelivery<T>(box: Box, work: () => Promise<T>): Promise<T>
  /** Resolves when every mail is accepted or permanently rejected. */
  settled(withinMs: number): Promise<void>
  /** Stops all retries. */
  stop(): void
}

type Where = { listener?: Listener; box?: Box; isByImap?: boolean }

/** The tickets of the letters that the desk has filed so far; replies go to these. */
export type Filed = Map<string, { ticketId: string; box: string }>

type Parts = { world: World; random: Random; prefix: string; isShort: boolean; filed: Filed }

const atOnce = 8
const quickPoisons = ['throw', 'exit'] as const
/** The last two reach the limits of time and memory. */
const poisons = [...quickPoisons, 'hang', 'memory'] as const

export function createCustomers({ world, random, prefix, isShort, filed }: Parts): Customers {
  const letters = new Map<string, Letter>()
  const deliveries: Delivery[] = []
  const waiting: Delivery[] = []
  const locks = new Map<string, Promise<unknown>>()
  let isStopped = false
  let busy = 0
  let urgent = 0

  const withoutDelivery = <T>(box: Box, work: () => Promise<T>): Promise<T> => {
    const turn = (locks.get(box.name) ?? Promise.resolve()).then(work)
    locks.set(
      box.name,
      turn.catch(() => {}),
    )
    return turn
  }
  const tryOnce = async ({ letter, box, listener, isPiped, to: address }: Delivery): Promise<void> => {
    const { from, raw } = letter
    if (isPiped) return deliverByPipe(world, box, raw)
    if (listener) {
      await sendMail({ port: listener.proxy.port, isLmtp: listener.protocol === 'lmtp', from, to: [address], raw })
      return
    }
    const to = [box.folder === 'INBOX' ? box.name : `${box.name}+${box.folder}`]
    await withoutDelivery(box, () => sendMail({ port: world.dovecot.lmtpPort, isLmtp: true, from, to, raw }))
  }
  const deliver = async (delivery: Delivery): Promise<void> => {
    while (!isStopped && delivery.acceptedAt === null && delivery.refusal === null) {
      try {
        await tryOnce(delivery)
        delivery.acceptedAt = now()
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
    // `gotrs mail deliver` does not know the poison word.
    const isPiped =
      letter.kind !== 'poison' && !where.listener && !where.isByImap && random.isTrue(isShort ? 0.02 : 0.03)
    const isByImap = where.isByImap || random.isTrue(0.5)
    const listener = isPiped || isByImap ? null : random.pick(world.listeners)
    const to = letter.to.startsWith(`${box.name}+`) ? letter.to : box.address
    const delivery = { letter, box, to, listener: where.listener ?? listener, isPiped, acceptedAt: null, refusal: null }
    deliveries.push(delivery)
    // The run waits for deliveries to a named listener, so they skip the queue.
    if (where.listener) void deliverNow(delivery)
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
    withoutDelivery,
    send(count, where = {}) {
      return Array.from({ length: count }, () => {
        const { letter, box } = write(where)
        const delivery = add(letter, box, where)
        // A mail to two mailboxes; a server that did not get our reply.
        if (letter.kind === 'request' && random.isTrue(0.05)) add(letter, otherBox(world, random, box), {})
        if (random.isTrue(0.05)) add(letter, box, {})
        return delivery
      })
    },
    async settled(withinMs) {
      const deadline = Date.now() + withinMs
      while (Date.now() < deadline && busy + urgent + waiting.length > 0) await pause(50)
    },
    stop() {
      isStopped = true
    },
  }
}

const otherBox = (world: World, random: Random, box: Box) => random.pick(world.boxes.filter(it => it !== box))

/** The signed reply address of an answer that the customer received. */
function signedAddress({ sink }: World, { from }: Letter): string | null {
  const answer = sink.mails.find(it => it.isAcknowledged && it.recipients.includes(from))
  return /^reply-to:.*?([\w.+-]+@[\w.-]+)/im.exec(answer?.raw ?? '')?.[1] ?? null
}

/** Exit code 75: a temporary failure (sysexits.h). */
async function deliverByPipe(world: World, box: Box, raw: Buffer): Promise<void> {
  const { code, output } = await runCommand(['mail', 'deliver', '--mailbox', box.name], world.env, raw)
  if (code === 0) return
  throw new Error(code === 75 ? output : `554 exit code ${code}: ${output}`)
}
