import type { Session } from '@gotrs/contract/auth'

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** A browser by what can be told of it; a program by what it calls itself. */
export function sessionName({ kind, userAgent }: Pick<Session, 'kind' | 'userAgent'>): string {
  return kind === 'browser' ? deviceName(userAgent) : userAgent.slice(0, 80) || 'A program without a name'
}

/** "Firefox on Linux", as well as a User-Agent line can tell; the line itself where it can't. */
export function deviceName(userAgent: string): string {
  const browser = nameIn(browsers, userAgent)
  const system = nameIn(systems, userAgent)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (userAgent.slice(0, 80) || 'Unknown device')
}

const nameIn = (names: [RegExp, string][], text: string) => names.find(([pattern]) => pattern.test(text))?.[1]
