import { setTimeout as pause } from 'node:timers/promises'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { seededRandom } from '@gotrs/mail/testing/seeded-random'
import { startListener } from '../src/smtp-in/listener.ts'
import { checkConversations, deliverByLmtp, type Sent, shuffled, writeConversations } from './conversations.ts'
import { createDovecot } from './dovecot.ts'
import { openInbox, readAt, readInbox, withClient } from './imap-desk.ts'

type Size = { conversations: number; length: number }
type Found = Awaited<ReturnType<typeof checkConversations>>

/** Delivers the mails over LMTP in random order, four at a time, while the desk files four at a time. */
export function runByLmtp(size: Size): Promise<Found> {
  return inWorld(size, async (world, mails) => {
    const arrivals = { perSender: 0, perNetwork: 0 }
    const listener = await startListener(world, { host: '127.0.0.1', port: 0, protocol: 'lmtp', arrivals })
    try {
      await filing(world, mails, () =>
        deliverByLmtp(listener.port, shuffled(mails, seededRandom(1)), 'support@gotrs.example'),
      )
    } finally {
      await listener.stop()
    }
  })
}

/** Imports the mails from a folder that has them in random order. */
export function runByFolder(size: Size): Promise<Found> {
  return inWorld(size, async (world, mails) => {
    const dovecot = await createDovecot()
    try {
      await dovecot.start()
      await withClient(dovecot, async client => {
        // As a server delivers them: its Authentication-Results is the first header field.
        for (const { raw } of shuffled(mails, seededRandom(2))) await client.append('INBOX', raw)
      })
      await readAt(world, dovecot)
      await world.pool.query("update mailboxes set takes_mail_from = '2000-01-01', authserv_id = 'mx.gotrs.example'")
      const client = await openInbox(dovecot)
      try {
        await filing(world, mails, () => readInbox(world, client))
      } finally {
        await client.logout()
      }
    } finally {
      await dovecot.remove()
    }
  })
}

async function inWorld({ conversations, length }: Size, work: (world: World, mails: Sent[]) => Promise<void>) {
  const world = await createWorld()
  try {
    const mails = writeConversations(conversations, length, new Date(world.now().getTime() - 2 * day))
    await work(world, mails)
    return await checkConversations(async sql => (await world.pool.query(sql)).rows, mails)
  } finally {
    await world.remove()
  }
}

/** Files the mails while they arrive, until all are filed. */
async function filing(world: World, mails: Sent[], deliver: () => Promise<unknown>): Promise<void> {
  const jobs = await world.startJobs(4, 'filing')
  try {
    await deliver()
    await untilFiled(world, mails.length)
  } finally {
    await jobs.stop()
  }
}

async function untilFiled(world: World, count: number): Promise<void> {
  const end = performance.now() + 30_000 + count * 300
  for (;;) {
    const { rows } = await world.pool.query(
      "select count(*)::int as all, count(*) filter (where state = 'received')::int as waiting from inbound_mails",
    )
    if (rows[0].all >= count && rows[0].waiting === 0) return
    if (performance.now() > end) throw new Error(`${rows[0].waiting} of ${rows[0].all} mails are not filed.`)
    await pause(200)
  }
}
