import { crashPoints } from './crash-points.ts'
import { changeValidity, dropImap, silenceImap } from './imap-faults.ts'
import type { Options } from './options.ts'
import { killAt, killServer, killWorker, stopUnderLoad } from './process-faults.ts'
import type { Random } from './random.ts'
import type { Fault } from './stage.ts'
import { fillDisk, losePostgres } from './storage-faults.ts'

/** The seed chooses the faults and their order. */
export function planFaults(random: Random, { isShort, only }: Options): Fault[] {
  const planned = isShort ? shortPlan(random) : longPlan(random)
  const chosen = planned.filter(it => it.name.includes(only))
  if (chosen.length === 0) throw new Error(`No fault has "${only}" in its name.`)
  return chosen
}

function shortPlan(random: Random): Fault[] {
  const points = crashPoints().map((point, at) => killAt(point, at))
  const others = [killServer, dropImap(0), changeValidity(0), losePostgres(random.isTrue(0.5) ? 'stop' : 'kill')]
  return [...random.shuffle([...points, ...others]), stopUnderLoad]
}

function longPlan(random: Random): Fault[] {
  const times = (count: number, make: (at: number) => Fault) => Array.from({ length: count }, (_, at) => make(at))
  const points = crashPoints().flatMap(point => times(2, at => killAt(point, at)))
  const others = [
    ...times(8, killWorker),
    ...times(4, () => killServer),
    ...times(4, dropImap),
    ...times(2, changeValidity),
    ...times(2, () => losePostgres('stop')),
    ...times(2, () => losePostgres('kill')),
    ...times(2, () => fillDisk),
    ...times(2, () => stopUnderLoad),
    silenceImap(1),
  ]
  return random.shuffle([...points, ...others])
}
