import { z } from 'zod'
import { email, id, isoTime, line, page, paging } from './ids.ts'
import { role } from './roles.ts'

/** A person as shown beside their ticket or message. */
export const person = z.object({ id, name: z.string(), email: z.string() })

/** A staff member as customers never see one. */
export const staffMember = z.object({ id, name: z.string() })

/** A person with an account, as staff see them. */
export const user = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  organisation: z.object({ id, name: z.string() }).nullable(),
  queueIds: z.array(id),
  isActive: z.boolean(),
  createdAt: isoTime,
})
export type User = z.infer<typeof user>

/** `text` matches the start of a word in the name, or of the address. */
export const listUsersInput = z
  .object({
    text: z
      .string()
      .trim()
      .max(100)
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
    name: line(120),
    email,
    role,
    password: z.string().min(12).max(128).optional(),
    queueIds: z.array(id).max(200).default([]),
  })
  .strict()
export type CreateUserInput = z.input<typeof createUserInput>

/** What an admin may change of a person; what is left out stays. Ends their sessions where the role or the access changes. */
export const updateUserInput = z
  .object({
    userId: id,
    name: line(120).optional(),
    role: role.optional(),
    queueIds: z.array(id).max(200).optional(),
    organisationId: id.nullable().optional(),
    isActive: z.boolean().optional(),
  })
  .strict()
export type UpdateUserInput = z.infer<typeof updateUserInput>
export const userRefInput = z.object({ userId: id }).strict()
