import { reject } from './field.ts'

export const maxText = 200

export function readText(value: string, max = maxText): string {
  return value === '' || value.length > max ? reject(`a value has 1 to ${max} characters`) : value
}

export const readOneOf = <T extends string>(allowed: readonly T[], value: string, word: string): T =>
  allowed.find(candidate => candidate === value.toLowerCase()) ?? reject(`"${word}:" takes ${allowed.join(', ')}`)

/** One value, or several with commas between them. */
export const readSomeOf = <T extends string>(allowed: readonly T[], value: string, word: string): T[] =>
  value.split(',').map(part => readOneOf(allowed, part, word))

/** Values that say themselves what they mean. */
export const withoutMeaning = (values: readonly string[]) => Object.fromEntries(values.map(value => [value, '']))

/** Ages that are offered while somebody types, and how they are said. */
export const ages = { '1h': 'an hour', '4h': '4 hours', '1d': 'a day', '7d': '7 days', '30d': '30 days' } as const

const secondsPer: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 }

/** `30m`, `4h`, `7d`, `2w` in seconds; null for anything else. */
export function ageOf(value: string): number | null {
  const found = /^(\d{1,4})([mhdw])$/.exec(value)
  return Number(found?.[1]) * (secondsPer[found?.[2] ?? ''] ?? 0) || null
}

export const readAge = (value: string, word: string): number =>
  ageOf(value) ?? reject(`"${word}:" takes an age such as 30m, 4h, 7d or 2w`)
