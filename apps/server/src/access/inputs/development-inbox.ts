import type { Asked } from '../asked.ts'

export const developmentInbox = {
  list: { 'missing, since it is switched off': () => undefined },
} satisfies Asked<'developmentInbox'>
