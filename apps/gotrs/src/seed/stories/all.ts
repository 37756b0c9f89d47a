import type { Story } from '../story.ts'
import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { bugs } from './bugs.ts'
import { contracts } from './contracts.ts'
import { corrections } from './corrections.ts'
import { display } from './display.ts'
import { integrations } from './integrations.ts'
import { invoices } from './invoices.ts'
import { machines } from './machines.ts'
import { network } from './network.ts'
import { outage } from './outage.ts'
import { payments } from './payments.ts'
import { privacy } from './privacy.ts'
import { questions } from './questions.ts'
import { reports } from './reports.ts'
import { requests } from './requests.ts'
import { security } from './security.ts'
import { vpnNoon } from './vpn-noon.ts'
import { workplace } from './workplace.ts'

export const stories: readonly Story[] = [
  ...access,
  ...security,
  ...vpnNoon,
  ...network,
  ...outage,
  ...bugs,
  ...integrations,
  ...reports,
  ...display,
  ...invoices,
  ...corrections,
  ...payments,
  ...contracts,
  ...questions,
  ...requests,
  ...accounts,
  ...privacy,
  ...workplace,
  ...machines,
]
