import { z } from 'zod'
import { id, line, page, paging, searchText } from './ids.ts'
import { partOf } from './part-of.ts'
import { shape } from './shape.ts'

/** A business that customers belong to. With `isShared` its people see each other's tickets. */
export const organisation = shape('Organisation', {
  id,
  name: z.string(),
  domains: z.array(z.string()),
  isShared: z.boolean(),
})
export type Organisation = z.infer<typeof organisation>
export const organisationPage = page(organisation)
export const listOrganisationsInput = z
  .object({
    text: searchText(100)
      .optional()
      .describe('A part of the name.')
      .meta({ examples: ['acme'] }),
    ...paging,
  })
  .strict()
export const organisationRefInput = z.object({ organisationId: id }).strict()

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'must be a domain, such as acme.example')

export const createOrganisationInput = z
  .object({
    name: line(120).describe('What it is called; no two may share a name.'),
    domains: z
      .array(domain)
      .max(100)
      .default([])
      .describe(
        'A customer who is new and writes from one of these belongs to it. People who are known stay as they are.',
      ),
    isShared: z.boolean().default(false).describe('Its people see each other’s tickets.'),
  })
  .strict()
export type CreateOrganisationInput = z.input<typeof createOrganisationInput>

/** What is left out stays; `domains` are all that it is to have. */
export const updateOrganisationInput = partOf(createOrganisationInput).extend({ organisationId: id }).strict()
export type UpdateOrganisationInput = z.output<typeof updateOrganisationInput>
