/** The login's address that leads back to where one was. */
export const loginPath = ({ pathname, search }: { pathname: string; search: string }) =>
  pathname === '/' ? '/login' : `/login?next=${encodeURIComponent(pathname + search)}`

/** Where to go after the login: a path of this app, never another site's address and never the login again. */
export function returnPath(next: string | null): string {
  if (!next?.startsWith('/')) return '/'
  // Browsers read "//host", "/\host" and paths with tabs or line breaks in them as another site (WHATWG URL, 4.4).
  if (/^\/[/\\]/.test(next) || /[\t\n\r]/.test(next)) return '/'
  return next.startsWith('/login') ? '/' : next
}
