import { DeskError } from '@gotrs/contract/errors'

const listedAt = {
  queue: 'GET /api/queues lists the queues',
  organisation: 'GET /api/organisations lists the organisations',
  mailbox: 'GET /api/mailboxes lists the mailboxes',
  member: 'Members are active staff; GET /api/users?role=staff lists them',
} as const

/** A field of an input refers to something that does not exist. The text says which field and where to look, never the value. */
export const missingReference = (field: string, noun: keyof typeof listedAt): DeskError =>
  new DeskError('not_found', {
    field,
    noun,
    issues: [{ path: field, message: `this ${noun} does not exist. ${listedAt[noun]}` }],
  })
