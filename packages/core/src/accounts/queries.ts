import type { Me } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import type { UserActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** The one who is logged in. */
export async function readMe({ actor }: Pick<Reader, 'actor'>): Promise<Me> {
  if (actor.kind !== 'user') throw new DeskError('not_logged_in')
  return showMe(actor)
}

export const showMe = ({ id, name, email, role, queueIds, sharedOrganisationId }: UserActor): Me => ({
  id,
  name,
  email,
  role,
  queueIds: [...queueIds],
  sharedOrganisationId,
})
