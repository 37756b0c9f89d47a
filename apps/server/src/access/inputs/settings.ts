import type { Asked } from '../asked.ts'

export const settings = { get: () => undefined, update: () => ({ rawMailDays: 90 }) } satisfies Asked<'settings'>
