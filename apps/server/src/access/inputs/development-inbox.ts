import type { InputsOf } from '../input-types.ts'

export const developmentInbox = {
  list: { 'missing, since it is switched off': () => undefined },
} satisfies InputsOf<'developmentInbox'>
