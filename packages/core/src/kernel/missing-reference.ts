import { DeskError } from '@gotrs/contract/errors'

const listedAt = {
  queue: 'GET /api/queues lists those there are',
  organisation: 'GET /api/organisations lists those there are',
  mailbox: 'GET /api/mailboxes lists those there are',
  member: 'members are active staff; GET /api/users?role=staff lists them',
} as const

/** A field of an input names something that is not there: says which, and where to look. Never what was named. */
export const missingReference = (field: string, noun: keyof typeof listedAt): DeskError =>
  new DeskError('not_found', {
    field,
    noun,
    issues: [{ path: field, message: `there is no such ${noun}: ${listedAt[noun]}` }],
  })
