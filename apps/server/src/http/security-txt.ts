import { DeskError } from '@gotrs/contract/errors'
import type { Settings } from '../env.ts'
import type { HttpContext } from './types.ts'

const lifetimeMs = 180 * 24 * 60 * 60_000

/** Where to report a weakness of this desk: https://www.rfc-editor.org/rfc/rfc9116 */
export function securityTxt(
  { securityContacts, baseUrl }: Pick<Settings, 'securityContacts' | 'baseUrl'>,
  now: () => Date,
) {
  return (c: HttpContext): Response => {
    c.set('route', '/.well-known/security.txt')
    if (securityContacts.length === 0) throw new DeskError('not_found')
    const expires = new Date(now().getTime() + lifetimeMs)
    expires.setUTCHours(0, 0, 0, 0)
    const lines = [
      ...securityContacts.map(contact => `Contact: ${contact}`),
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: en',
      // The address must use TLS (section 2.5.2).
      ...(baseUrl.startsWith('https:') ? [`Canonical: ${baseUrl}/.well-known/security.txt`] : []),
    ]
    const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }
    return c.body(`${lines.join('\n')}\n`, 200, headers)
  }
}
