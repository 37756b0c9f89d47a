import type { StoredChoice } from '../shell/stored-choice.ts'

/** Where an agent goes after a ticket is answered, resolved, closed, snoozed or moved. */
export const afterTicket = {
  key: 'gotrs-after-ticket',
  values: ['next', 'stay', 'list'],
} as const satisfies StoredChoice<string>
