/** Where to go after logging in: a path of this app, never another site (`//host`, `\host`) and never the login again. */
export function returnPath(next: string | null): string {
  if (!next || !/^\/[^/\\]/.test(next) || next.startsWith('/login')) return '/'
  return next
}

export const loginPath = (from: { pathname: string; search: string }) => {
  const here = `${from.pathname}${from.search}`
  return here === '/' || here === '/tickets' ? '/login' : `/login?next=${encodeURIComponent(here)}`
}
