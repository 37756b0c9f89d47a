import type { InputsOf } from '../input-types.ts'

export const notifications = {
  get: () => undefined,
  update: () => ({ isMailed: true }),
} satisfies InputsOf<'notifications'>
