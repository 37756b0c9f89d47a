import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'

/**
 * The token of a link in a mail. It leaves the address bar at once, so that it is in no history, bookmark, screenshot or
 * `Referer`; a reload still has it, from the state of the page.
 */
export function useLinkToken(): string {
  const { pathname, search, state } = useLocation()
  const navigate = useNavigate()
  const [token] = useState(() => new URLSearchParams(search).get('token') ?? tokenIn(state))
  useEffect(() => {
    if (search) void navigate(pathname, { replace: true, state: { token } })
  }, [navigate, pathname, search, token])
  return token
}

const tokenIn = (state: unknown): string => {
  const { token } = (state ?? {}) as { token?: unknown }
  return typeof token === 'string' ? token : ''
}
