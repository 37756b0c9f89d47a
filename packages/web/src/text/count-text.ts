import { countCap } from '@gotrs/contract/count-cap'

/** How many there are, of a figure that stops at the cap. */
export const countText = (count: number): string => (count >= countCap ? `${countCap - 1}+` : String(count))
