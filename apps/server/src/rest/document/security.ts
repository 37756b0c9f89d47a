import type { Scope } from '@gotrs/contract/scopes'

/**
 * Who may call, as OpenAPI has it: a token with these scopes, or a session; nobody has to be anybody for what is open.
 * (Since 3.1 the list of a scheme that is not OAuth may name what it needs.)
 */
export const securityOf = (scopes: readonly Scope[], isOpen = false): Record<string, string[]>[] =>
  isOpen ? [] : [{ bearer: [...scopes] }, { session: [] }]

const byPassword = 'Not for personal API tokens: needs a browser session or the access token of `POST /api/auth/login`.'

/** The same for people, behind the description of a call. */
export const scopeSentence = (scopes: readonly Scope[], isOpen = false, isByPassword = false): string => {
  if (isOpen) return 'For anybody, without a token.'
  if (isByPassword) return `${byPassword} Its scope is \`${scopes.join(' ')}\`.`
  if (scopes.length === 0) return 'For everybody who is logged in, by any token.'
  return `A token needs ${scopes.map(scope => `\`${scope}\``).join(' and ')}.`
}
