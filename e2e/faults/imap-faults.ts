import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from './customers.ts'
import { type Box, recreateFolder } from './folders.ts'
import { type Fault, type Stage, timeLimitMs } from './stage.ts'
import type { World } from './world.ts'

export function dropImap(boxAt: number): Fault {
  return {
    name: 'IMAP connection dropped',
    async run(stage) {
      const { world, customers, monitor, report } = stage
      const box = boxOf(world, boxAt)
      await monitor.waitFor(async () => !(await isErrorShown(stage, box)), timeLimitMs)
      const sent = customers.send(stage.mailCount, { box, isByImap: true })
      await pause(stage.random.between(0, 300))
      box.proxy.goDown()
      report.count('IMAP connections dropped')
      await expectErrorShown(stage, box)
      box.proxy.goUp()
      await expectImported(stage, sent, 'a mailbox with a dropped connection imports again after')
    },
  }
}

/** The connection is silent and stays open: only a time-out detects it. */
export function silenceImap(boxAt: number): Fault {
  return {
    name: 'IMAP connection silent',
    async run(stage) {
      const { world, customers, report } = stage
      const box = boxOf(world, boxAt)
      const sent = customers.send(2, { box, isByImap: true })
      box.proxy.staySilent()
      report.count('IMAP connections silent')
      await pause(5_000)
      box.proxy.goUp()
      stage.pending.push(expectImported(stage, sent, `${box.name}, with a silent connection, imports again after`))
    },
  }
}

async function expectErrorShown(stage: Stage, box: Box): Promise<void> {
  const { monitor, report } = stage
  const took = await monitor.waitFor(() => isErrorShown(stage, box), timeLimitMs)
  if (took === null) report.failure('I8', `the state of ${box.name} does not show that its server is unavailable`)
  else report.took('the state of a mailbox shows a fault after', took)
}

async function isErrorShown({ monitor }: Stage, box: Box): Promise<boolean> {
  const errors = await monitor.mailboxErrors().catch(() => null)
  return (errors?.get(box.name) ?? null) !== null
}

/** The time-out of a connection may take five minutes. */
async function expectImported(stage: Stage, sent: Delivery[], what: string): Promise<void> {
  const took = await stage.monitor.waitFor(() => areInLedger(stage, sent), 5 * 60_000)
  if (took === null) stage.report.failure('recovery', `${what}: not within 5 min`)
  else stage.report.took(what, took)
}

async function areInLedger({ world }: Stage, sent: Delivery[]): Promise<boolean> {
  const [row] = await world.postgres.ask<{ count: number }>(
    'select count(distinct rfc_message_id)::int as count from inbound_mails where rfc_message_id = any($1)',
    [sent.map(it => it.letter.messageId)],
  )
  return row?.count === sent.length
}

export function changeValidity(boxAt: number): Fault {
  return {
    name: 'UIDVALIDITY changed',
    async run(stage) {
      const { world, customers, uidMap, report } = stage
      const box = world.boxes.filter(it => it.folder !== 'INBOX')[boxAt] as Box
      customers.send(stage.mailCount, { box, isByImap: true })
      await customers.withoutDelivery(box, () => recreateFolder(world.dovecot, box, uidMap))
      report.count('UIDVALIDITY changed')
      const sent = customers.send(2, { box, isByImap: true })
      stage.pending.push(expectImported(stage, sent, `${box.name}, with a new UIDVALIDITY, imports again after`))
    },
  }
}

const boxOf = (world: World, at: number) => world.boxes[at % world.boxes.length] as Box
