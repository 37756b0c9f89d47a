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

/** An unknown result counts as no result. */
export const checkResult = (word: string): CheckResult => (known.has(word) ? (word as CheckResult) : 'none')
