import type { LoginSession } from '@gotrs/contract/auth'

const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const

const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'],
  ['Mac OS X', 'Mac'],
  ['Linux', 'Linux'],
] as const

/** A browser by what its User-Agent line says; a program by what it calls itself. */
export const sessionName = ({ kind, userAgent }: Pick<LoginSession, 'kind' | 'userAgent'>): string =>
  kind === 'browser' ? browserName(userAgent) : userAgent.slice(0, 80) || unnamed

/** "Firefox on Linux": enough to recognise one's own. The line itself where it names neither browser nor system. */
export function browserName(userAgent: string): string {
  const browser = browsers.find(([mark]) => userAgent.includes(`${mark}/`))?.[1]
  const system = systems.find(([mark]) => userAgent.includes(mark))?.[1]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (userAgent.slice(0, 80) || unnamed)
}

const unnamed = 'Unknown program'
