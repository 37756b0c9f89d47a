import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const groups = [
  'list',
  'views',
  'filters',
  'ticket',
  'write',
  'search',
  'counts',
  'portal',
  'mail',
  'live',
  'mixed',
  'memory',
  'load',
] as const
export type Group = (typeof groups)[number]

export type Options = {
  /** The sizes of the desks to measure, in tickets, smallest first. */
  sizes: number[]
  only: readonly Group[]
  /** The folder of the data sets, one for each size, kept for the next run. */
  data: string
  /** Where the figures go as JSON; null: nowhere. */
  json: string | null
  /** How many calls of a row are measured at most, and for how long. */
  samples: number
  rowMs: number
  /** How many calls come before that: they are not measured. */
  warmUps: number
  /** Streams, connects and seconds of the mixed load. */
  streams: number
  connects: number
  mixedStepMs: number
  mails: number
}

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gotrs-bench')

const normal = {
  samples: 60,
  rowMs: 8_000,
  warmUps: 100,
  streams: 1_000,
  connects: 5_000,
  mixedStepMs: 15_000,
  mails: 200,
}
const quick = { samples: 12, rowMs: 1_500, warmUps: 20, streams: 200, connects: 500, mixedStepMs: 4_000, mails: 40 }
/** For the test that the whole run works: every row once. */
const short = { samples: 1, rowMs: 500, warmUps: 1, streams: 4, connects: 8, mixedStepMs: 200, mails: 2 }

/** @throws Error with what is wrong and what to write instead */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      only: { type: 'string' },
      data: { type: 'string', default: cache },
      json: { type: 'string' },
    },
  })
  const effort = values.short ? short : values.quick ? quick : normal
  return {
    ...effort,
    sizes: values.sizes === undefined ? usualSizes(values) : sizesOf(values.sizes),
    only: values.only === undefined ? groups : groupsOf(values.only),
    data: resolve(values.data),
    json: values.json === undefined ? null : resolve(values.json),
  }
}

function usualSizes({ quick, short, large }: { quick: boolean; short: boolean; large: boolean }): number[] {
  if (short) return [300]
  if (quick) return [10_000]
  return large ? [10_000, 1_000_000, 5_000_000] : [10_000, 1_000_000]
}

function sizesOf(text: string): number[] {
  const sizes = text.split(',').map(Number)
  if (sizes.every(it => Number.isSafeInteger(it) && it > 0)) return sizes.sort((one, other) => one - other)
  throw new Error(`--sizes takes numbers of tickets with commas between them, such as 10000,1000000; not "${text}".`)
}

function groupsOf(text: string): Group[] {
  const named = text.split(',')
  const unknown = named.filter(it => !groups.includes(it as Group))
  if (unknown.length === 0) return named as Group[]
  throw new Error(`--only takes ${groups.join(', ')}, with commas between them; not "${unknown.join(', ')}".`)
}
