import type { World } from '@gotrs/core/testing/world'

export const people = ['nobody', 'omar', 'nora', 'lena', 'ana', 'ben', 'admin'] as const
export type PersonOrNobody = (typeof people)[number]

/** How sentences name each person. */
export const described: Record<string, string> = {
  nobody: 'somebody without a login',
  omar: 'omar, the customer in Support,',
  nora: 'nora, a colleague of that customer,',
  lena: 'lena, the customer in Billing,',
  ana: 'ana, an agent of Support and Billing,',
  ben: 'ben, an agent of Billing alone,',
  admin: 'an admin',
}

export const actorOf = (world: World, person: PersonOrNobody) => (person === 'nobody' ? null : world[person])
