import type { Me } from '@gotrs/contract/auth'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** The one who is logged in. */
export const readMe = async (reader: Pick<Reader, 'actor'>): Promise<Me> => showMe(requirePerson(reader, 'user.read'))

export const showMe = ({ id, name, email, role, queueIds, sharedOrganisationId }: UserActor): Me => ({
  id,
  name,
  email,
  role,
  queueIds: [...queueIds],
  sharedOrganisationId,
})
