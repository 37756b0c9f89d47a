import { parseArgs } from 'node:util'

export type Options = {
  mails: number
  seed: number
  /** Runs each named point and each fault once, in little more than a minute. */
  isShort: boolean
  /** Only the faults whose name holds this text. */
  only: string
  /** Keeps logs and data. */
  isKept: boolean
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      mails: { type: 'string' },
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      keep: { type: 'boolean', default: false },
    },
  })
  const whole = (name: 'mails' | 'seed', otherwise: number) => {
    const given = values[name] === undefined ? otherwise : Number(values[name])
    if (!Number.isSafeInteger(given) || given < 1) throw new Error(`--${name} takes a whole number above 0.`)
    return given
  }
  return {
    mails: whole('mails', values.short ? 160 : 2_000),
    seed: whole('seed', 1 + (Date.now() % 1_000_000)),
    isShort: values.short,
    only: values.only,
    isKept: values.keep,
  }
}
