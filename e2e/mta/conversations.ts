import { seededRandom } from '@gotrs/mail/testing/seeded-random'
import { checkConversations, type Sent, shuffled, writeConversations } from '@gotrs/mail-worker/testing/conversations'
import { createTransport } from 'nodemailer'
import { until } from '../setup/wait.ts'
import { openMailbox } from './mailbox.ts'
import type { World } from './world.ts'

const address = 'talks@desk.example'
const size = { conversations: 100, length: 10 }
const dayMs = 86_400_000

/** Four clients send a thousand mails in random order to Postfix. */
export async function conversations(world: World): Promise<string> {
  const { postgres } = world.desk
  await openMailbox(world, 'talks', { port: world.ports.open }, 'mx.gotrs.example')
  const mails = writeConversations(size.conversations, size.length, new Date(Date.now() - dayMs), address)
  await hand(world.ports.open, shuffled(mails, seededRandom(3)))
  const found = () => checkConversations(postgres.ask, mails)
  await until('1,000 messages', async () => (await found()).count >= mails.length, 600)
  const { split, outOfOrder, count } = await found()
  return `${count} mails, ${split.length} split, ${outOfOrder.length} out of order`
}

async function hand(port: number, mails: Sent[]): Promise<void> {
  const left = [...mails]
  const carry = async () => {
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true })
    for (let mail = left.shift(); mail; mail = left.shift()) {
      await transport.sendMail({ envelope: { from: mail.sender, to: [address] }, raw: `${mail.raw}\r\n` })
    }
    transport.close()
  }
  await Promise.all(Array.from({ length: 4 }, carry))
}
