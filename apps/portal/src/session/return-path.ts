/** The login's address that leads back to where one was. */
export const loginPath = (from: string) => (from === '/' ? '/' : `/login?next=${encodeURIComponent(from)}`)

/** Where to go after the login: a path of this app, never another site's address. */
export function returnPath(next: string | null): string {
  if (!next?.startsWith('/')) return '/'
  // Browsers read "//host", "/\host" and paths with tabs or line breaks in them as another site (WHATWG URL, 4.4).
  if (/^\/[/\\]/.test(next) || /[\t\n\r]/.test(next)) return '/'
  return next.startsWith('/login') ? '/' : next
}
