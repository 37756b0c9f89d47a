import type { InputsOf } from '../input-types.ts'

export const settings = { get: () => undefined, update: () => ({ rawMailDays: 90 }) } satisfies InputsOf<'settings'>
