import type { CreateViewInput } from '@gotrs/contract/views'
import type { StaffName } from './people.ts'

export type DemoView = CreateViewInput & { by: StaffName }

export const demoViews: readonly DemoView[] = [
  {
    by: 'mara',
    name: 'Urgent and high',
    q: 'is:open (priority:urgent OR priority:high)',
    sort: 'priority',
    isShared: true,
  },
  { by: 'mara', name: 'Waiting over a day', q: 'is:open waiting:1d', sort: 'waiting', isShared: true },
  { by: 'ana', name: 'Bugs in hand', q: 'is:open tag:bug', sort: 'updated' },
  { by: 'ben', name: 'Refunds and invoices', q: 'is:open (tag:refund OR tag:invoice)', sort: 'waiting' },
]
