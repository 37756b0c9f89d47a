import { setTimeout as pause } from 'node:timers/promises'
import { now } from './flags.ts'
import { type Fault, type Stage, timeLimitMs } from './stage.ts'

export function losePostgres(how: 'stop' | 'kill'): Fault {
  return {
    name: how === 'kill' ? 'Postgres killed' : 'Postgres stopped',
    async run(stage) {
      const { world, customers, agent, monitor, random, report } = stage
      customers.send(Math.ceil(stage.mailCount / 2))
      await pause(random.between(0, 500))
      const began = now()
      await world.postgres[how]()
      report.count(how === 'kill' ? 'Postgres killed' : 'Postgres stopped')
      customers.send(Math.ceil(stage.mailCount / 2))
      const answering = agent.answer(1)
      const isShown = () => monitor.problemsSince(began).has('database')
      if ((await monitor.waitFor(isShown, 15_000)) === null)
        report.failure('I8', '/readyz does not show that Postgres is unavailable')
      await world.postgres.start()
      await expectMailAccepted(stage, 'after a start of Postgres, mail is accepted again after')
      await answering
    },
  }
}

export const fillDisk: Fault = {
  name: 'disk full',
  async run(stage) {
    const { world, customers, monitor, report } = stage
    if (!world.disk) return report.say('Skipped the full disk: this machine cannot mount a small one.')
    const began = now()
    world.disk.fill()
    report.count('disk full')
    const sent = customers.send(stage.mailCount)
    const isShown = () => monitor.problemsSince(began).has('blobs')
    if ((await monitor.waitFor(isShown, 15_000)) === null)
      report.failure('I8', '/readyz does not show that the disk is full')
    await pause(2_000)
    // A deleted file leaves space for small mails: the run compares their bytes at the end.
    const attempted = sent.filter(it => it.listener)
    const accepted = attempted.filter(it => it.acceptedAt !== null)
    if (accepted.length > 0) report.count('mails that fitted on the full disk', accepted.length)
    if (attempted.length > 0 && accepted.length === attempted.length)
      report.failure('I3', 'Every mail got a 250 while the disk was full')
    world.disk.free()
    await expectMailAccepted(stage, 'after a full disk, mail is accepted again after')
  },
}

async function expectMailAccepted({ world, customers, monitor, random, report }: Stage, what: string): Promise<void> {
  const began = now()
  const [probe] = customers.send(1, { listener: random.pick(world.listeners) })
  const took = await monitor.waitFor(() => probe?.acceptedAt !== null, timeLimitMs)
  if (took === null) report.failure('recovery', `no mail is accepted ${timeLimitMs / 1000} s after the fault`)
  else report.took(what, now() - began)
  // Accepted is not filed: the jobs must run again, too.
  const letter = probe?.letter
  const isFiled = () => !letter || letter.kind === 'poison' || monitor.filed.has(letter.token)
  if ((await monitor.waitFor(isFiled, 2 * timeLimitMs)) === null) {
    report.failure(
      'recovery',
      `${letter?.token} is accepted, but not filed ${(2 * timeLimitMs) / 1000} s after the fault`,
    )
  }
  if ((await monitor.waitFor(monitor.isReady, timeLimitMs)) === null) report.failure('I8', '/readyz does not recover')
}
