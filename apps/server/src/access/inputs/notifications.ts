import type { Asked } from '../asked.ts'

export const notifications = {
  get: () => undefined,
  update: () => ({ isMailed: true }),
} satisfies Asked<'notifications'>
