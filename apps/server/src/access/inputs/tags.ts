import type { Asked } from '../asked.ts'

export const tags = { list: { all: () => ({}), text: () => ({ text: 'quokka' }) } } satisfies Asked<'tags'>
