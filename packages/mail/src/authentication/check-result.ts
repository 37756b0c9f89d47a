import type { CheckResult } from './sender-authentication.ts'

const known: ReadonlySet<string> = new Set<CheckResult>([
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'permerror',
  'temperror',
])

/** A word that no check is known to say means that it said nothing. */
export const checkResult = (word: string): CheckResult => (known.has(word) ? (word as CheckResult) : 'none')
