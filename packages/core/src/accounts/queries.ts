import type { Me } from '@gotrs/contract/auth'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** The person who is logged in. */
export async function readMe({ actor }: Pick<Reader, 'actor'>): Promise<Me> {
  // Without the scopes of a token: any token may read its owner.
  const { scopes: _, ...whole } = { scopes: undefined, ...actor }
  return showMe(requirePerson({ actor: whole }, 'user.read'))
}

export const showMe = ({ id, name, email, role, queueIds, sharedOrganisationId }: UserActor): Me => ({
  id,
  name,
  email,
  role,
  queueIds: [...queueIds],
  sharedOrganisationId,
})
