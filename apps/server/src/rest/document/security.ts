import type { Scope } from '@gotrs/contract/scopes'

/**
 * Who may call: a token or a session; nobody has to log in for an open call. Scopes have a field of their own, because the
 * list of a scheme that is not OAuth has no place to describe them.
 */
export const accessOf = (scopes: readonly Scope[], isOpen = false) => ({
  security: isOpen ? [] : ([{ bearer: [] }, { session: [] }] as Record<string, string[]>[]),
  ...(scopes.length > 0 && { 'x-required-scopes': [...scopes] }),
})

const byPassword = 'Not for personal API tokens: needs a browser session or the access token of `POST /api/auth/login`.'

/** The same for people, after the description of a call. */
export const scopeSentence = (scopes: readonly Scope[], isOpen = false, isByPassword = false): string => {
  if (isOpen) return 'For anybody, without a token.'
  if (isByPassword) return `${byPassword} Its scope is \`${scopes.join(' ')}\`.`
  if (scopes.length === 0) return 'For everybody who is logged in, by any token.'
  return `A token needs ${scopes.map(scope => `\`${scope}\``).join(' and ')}.`
}
