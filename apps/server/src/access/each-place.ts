import type { Place } from './place.ts'
import type { Scene } from './scene.ts'

/** The same input for the ticket of each queue, and for a ticket that does not exist. */
export const eachPlace =
  (make: (place: Place) => unknown) =>
  ({ support, billing, legal, missing }: Scene): Record<string, unknown> => ({
    support: make(support),
    billing: make(billing),
    legal: make(legal),
    missing: make(missing),
  })
