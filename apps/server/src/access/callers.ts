import type { Scope } from '@gotrs/contract/scopes'
import { scopes } from '@gotrs/contract/scopes'
import type { World } from '@gotrs/core/testing/world'

export const people = ['nobody', 'omar', 'nora', 'lena', 'ana', 'ben', 'admin'] as const
export type PersonOrNobody = (typeof people)[number]
export const tokenOwners = ['omar', 'ana', 'admin'] as const

/** A person by session, or a person's API token with some scopes. */
export type Caller = { person: PersonOrNobody; scopes: readonly Scope[] | null }

export const actorOf = (world: World, person: PersonOrNobody) => (person === 'nobody' ? null : world[person])

/** Of the scopes that a procedure needs: all there are, they alone, all but the first of them. */
export const tokenScopes = (needed: readonly Scope[]) => ({
  all: scopes,
  'the needed ones': needed,
  'every other': scopes.filter(it => it !== needed[0]),
})
