import { sendLines } from './smtp-dialogue.ts'

export type Sent = { conversation: number; index: number; messageId: string; sender: string; raw: string }

const minuteMs = 60_000

/**
 * Conversations as mail programs write them: each mail refers to the first one and the one before it, in half of the
 * conversations to all. In every third conversation two people write in turn, each with the other in copy.
 */
export function writeConversations(
  count: number,
  length: number,
  startsAt: Date,
  to = 'support@gotrs.example',
): Sent[] {
  return Array.from({ length: count * length }, (_, at) => {
    const conversation = at % count
    const index = Math.floor(at / count)
    const idOf = (place: number) => `<c${conversation}-${place}@acme.example>`
    const [writer, other] = [index % 2, (index + 1) % 2].map(who => `person${conversation}-${who}@acme.example`)
    const isShared = conversation % 3 === 0
    const sender = isShared ? (writer ?? '') : `person${conversation}@acme.example`
    const earlier = Array.from({ length: index }, (_id, place) => idOf(place))
    const named = conversation % 2 === 0 ? earlier : [...new Set([...earlier.slice(0, 1), ...earlier.slice(-1)])]
    const lines = [
      'Authentication-Results: mx.gotrs.example; dkim=pass header.d=acme.example',
      `From: ${sender}`,
      `To: ${to}`,
      ...(isShared ? [`Cc: ${other}`] : []),
      `Subject: ${index === 0 ? '' : 'Re: '}Conversation ${conversation}`,
      `Message-ID: ${idOf(index)}`,
      ...(index === 0 ? [] : [`In-Reply-To: ${idOf(index - 1)}`, `References: ${named.join('\r\n ')}`]),
      `Date: ${new Date(startsAt.getTime() + (conversation + index * count) * minuteMs).toUTCString()}`,
      '',
      `Mail ${index}.`,
    ]
    return { conversation, index, messageId: idOf(index), sender, raw: lines.join('\r\n') }
  })
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map(item => ({ item, key: random() }))
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item)
}

/** Delivers the mails over LMTP, `atOnce` at a time. */
export async function deliverByLmtp(port: number, mails: Sent[], recipient: string, atOnce = 4): Promise<void> {
  const left = [...mails]
  const deliver = async () => {
    for (let mail = left.shift(); mail; mail = left.shift()) {
      const lines = ['LHLO mx.gotrs.example', `MAIL FROM:<${mail.sender}>`, `RCPT TO:<${recipient}>`, 'DATA']
      const answers = await sendLines(port, [...lines, `${mail.raw}\r\n.`])
      if (!answers.at(-1)?.startsWith('250')) throw new Error(`${mail.messageId} was rejected: ${answers.at(-1)}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, deliver))
}

type Stored = { messageId: string; ticketId: string }

/** Compares with the desk: `split` and `outOfOrder` are empty if each conversation is one ticket with its mails in order. */
export async function checkConversations(ask: (sql: string) => Promise<Stored[]>, mails: Sent[]) {
  const sent = new Set(mails.map(it => it.messageId))
  const stored = await ask(`select rfc_message_id as "messageId", ticket_id as "ticketId" from messages
    where kind = 'public' order by created_at, id`)
  const rows = stored.filter(it => sent.has(it.messageId))
  const conversations = Map.groupBy(mails, mail => mail.conversation)
  const split: number[] = []
  const outOfOrder: number[] = []
  for (const [conversation, its] of conversations) {
    const ids = its.toSorted((one, other) => one.index - other.index).map(it => it.messageId)
    const found = rows.filter(row => ids.includes(row.messageId))
    if (new Set(found.map(row => row.ticketId)).size !== 1) split.push(conversation)
    if (found.map(row => row.messageId).join() !== ids.join()) outOfOrder.push(conversation)
  }
  return { split, outOfOrder, count: rows.length }
}
