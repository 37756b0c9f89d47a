import type { ConnectionCheck } from '@gotrs/contract/mailboxes'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import rows from '../parts/rows.module.css'
import own from './mailbox.module.css'

/** How a try to connect went: what to do first, then the server's own words. */
export function MailboxTestResult({ check }: { check: ConnectionCheck }) {
  if (check.isOk) {
    return (
      <>
        <p className={own.checked} data-good>
          <IconCircleCheck size={16} aria-hidden /> The connection works
        </p>
        {check.advice && <Advice check={check} icon={<IconInfoCircle size={16} aria-hidden />} />}
      </>
    )
  }
  return <Advice check={check} icon={<IconAlertTriangle size={16} aria-hidden />} isTrouble />
}

type AdviceProps = { check: ConnectionCheck; icon: ReactNode; isTrouble?: boolean }

const Advice = ({ check, icon, isTrouble }: AdviceProps) => (
  <div className={own.checked} data-trouble={isTrouble}>
    {icon}
    <div>
      <p>{check.advice}</p>
      {check.said && <p className={rows.dim}>Details: {check.said}</p>}
    </div>
  </div>
)
