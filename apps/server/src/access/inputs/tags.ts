import type { InputsOf } from '../input-types.ts'

export const tags = { list: { all: () => ({}), text: () => ({ text: 'quokka' }) } } satisfies InputsOf<'tags'>
