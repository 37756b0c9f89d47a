import { z } from 'zod'
import { email, emailText, id, isoTime, line, page, paging, searchText } from './ids.ts'
import { role } from './roles.ts'
import { shape } from './shape.ts'

/** A person as shown beside their ticket or message. */
export const person = shape('Person', { id, name: z.string(), email: emailText })

/** A staff member as customers never see one. */
export const staffMember = shape('StaffMember', { id, name: z.string() })

/** A person with an account, as staff see them. */
export const user = shape('User', {
  id,
  name: z.string(),
  email: emailText,
  role,
  organisation: z.object({ id, name: z.string() }).nullable(),
  queueIds: z.array(id),
  isActive: z.boolean(),
  createdAt: isoTime,
})
export type User = z.infer<typeof user>

/** `text` is part of the name or address. */
export const listUsersInput = z
  .object({
    text: searchText(100)
      .optional()
      .describe('A part of the name or address.')
      .meta({ examples: ['omar'] }),
    role: z.enum(['staff', 'customer']).optional().describe('Only these; left out: everybody.'),
    ...paging,
  })
  .strict()
export const userPage = page(user)

export const createUserInput = z
  .object({
    name: line(120).describe('The name that others see.'),
    email: email.describe('The address to log in by.'),
    role: role.describe('`customer` asks, `agent` answers, `admin` also sets the desk up.'),
    password: z.string().min(12).max(128).optional().describe('Left out, the person sets one by a mail link.'),
    queueIds: z.array(id).max(200).default([]).describe('The queues that they work in; staff only.'),
  })
  .strict()
export type CreateUserInput = z.input<typeof createUserInput>

/** What an admin may change of a person; what is left out stays. Ends their sessions where the role or the access changes. */
export const updateUserInput = z
  .object({
    userId: id,
    name: line(120).optional().describe('The name that others see.'),
    role: role.optional().describe('`customer` asks, `agent` answers, `admin` also sets the desk up.'),
    queueIds: z.array(id).max(200).optional().describe('All the queues that they work in; staff only.'),
    organisationId: id.nullable().optional().describe('The organisation they belong to; null for none.'),
    isActive: z.boolean().optional().describe('False switches the account off and ends every login.'),
  })
  .strict()
export type UpdateUserInput = z.infer<typeof updateUserInput>
export const userRefInput = z.object({ userId: id }).strict()
