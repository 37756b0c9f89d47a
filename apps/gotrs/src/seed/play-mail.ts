import { deliverMail } from '@gotrs/core/inbound/filing/deliver'
import { systemActor } from '@gotrs/core/kernel/actor'
import { writeBounce } from './mails/bounce.ts'
import { lastMailTo } from './mails/received.ts'
import { writeInboundMail } from './mails/write-mail.ts'
import { perform, type Stage, ticketOf } from './stage.ts'
import type { BounceTurn, MailTurn } from './story.ts'

type Scene = { story: string; at: Date }

/** A mail comes in, through the ledger as any other. */
export async function playMailTurn(stage: Stage, turn: MailTurn, { story, at }: Scene): Promise<void> {
  const ticketNumber = turn.isFresh ? undefined : stage.progress.tickets[story]
  const answered = ticketNumber === undefined ? null : await lastMailTo(stage, ticketNumber, turn.mail.email)
  await deliver(stage, story, await writeInboundMail(turn, { story, at, answered }))
}

/** What the desk sent comes back. */
export async function playBounceTurn(stage: Stage, turn: BounceTurn, { story, at }: Scene): Promise<void> {
  const recipient = turn.bounces.email
  const about = await lastMailTo(stage, ticketOf(stage, story), recipient)
  if (!about) throw new Error(`Story "${story}" lets a mail to ${recipient} bounce, but none was written.`)
  await deliver(stage, story, writeBounce(about, { recipient, diagnostic: turn.diagnostic, at }))
}

/** After a kill the same mail may come twice: the ledger knows it and makes no second message of it. */
async function deliver(stage: Stage, story: string, raw: Buffer): Promise<void> {
  const { outcome, reason, ticketNumber } = await deliverMail(stage.desk, { mailboxName: 'support', raw })
  if (ticketNumber === null) throw new Error(`A mail of story "${story}" found no ticket: ${outcome}, ${reason}`)
  await perform(stage, story, systemActor('setup'), async () => ticketNumber)
}
