import type { InputsOf } from '../input-types.ts'

export const newTicketDraft = {
  get: () => undefined,
  update: () => ({ version: 'any', title: 'Printer', text: 'It smokes.' }),
  delete: () => ({ version: 'any' }),
} satisfies InputsOf<'newTicketDraft'>
