import type { BulkAct } from '@gotrs/contract/bulk'

const words: Record<string, string> = {
  not_found: 'gone, or not yours',
  forbidden: 'not yours',
  ticket_closed: 'closed',
  wrong_status: 'in another status',
  assignee_not_in_queue: 'in a queue of others',
  cannot_undo: 'changed since',
}

/** "5 are closed, 2 are not yours": the most frequent first. */
export const refusalText = (reasons: BulkAct['reasons']): string =>
  reasons
    .toSorted((left, right) => right.count - left.count)
    .map(({ code, count }) => `${count} ${count === 1 ? 'is' : 'are'} ${words[code] ?? 'rejected by the server'}`)
    .join(', ')
