import {
  type Act,
  changeValidity,
  cutImap,
  deadenImap,
  dieAt,
  fillDisk,
  killServer,
  killWorker,
  losePostgres,
  stopUnderLoad,
} from './acts.ts'
import type { Options } from './options.ts'
import { crashPoints } from './points.ts'
import type { Random } from './random.ts'

/** Which faults there are, and in which order: chosen by the seed. */
export function planActs(random: Random, { isShort, only }: Options): Act[] {
  const acts = isShort ? shortPlan(random) : longPlan(random)
  const chosen = acts.filter(it => it.name.includes(only))
  if (chosen.length === 0) throw new Error(`No fault has "${only}" in its name.`)
  return chosen
}

function shortPlan(random: Random): Act[] {
  const points = crashPoints().map((point, at) => dieAt(point, at))
  const others = [killServer, cutImap(0), changeValidity(0), losePostgres(random.isTrue(0.5) ? 'stop' : 'kill')]
  return [...random.shuffle([...points, ...others]), stopUnderLoad]
}

function longPlan(random: Random): Act[] {
  const times = (count: number, make: (at: number) => Act) => Array.from({ length: count }, (_, at) => make(at))
  const points = crashPoints().flatMap(point => times(2, at => dieAt(point, at)))
  const others = [
    ...times(8, killWorker),
    ...times(4, () => killServer),
    ...times(4, cutImap),
    ...times(2, changeValidity),
    ...times(2, () => losePostgres('stop')),
    ...times(2, () => losePostgres('kill')),
    ...times(2, () => fillDisk),
    ...times(2, () => stopUnderLoad),
    deadenImap(1),
  ]
  return random.shuffle([...points, ...others])
}
