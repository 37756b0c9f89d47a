import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import own from './mailbox.module.css'

/** How the way to the provider and back went. The words may be a stranger's: they are shown as text and kept short. */
export function OAuthNotice({ isConnected, error }: { isConnected: boolean; error: string | null }) {
  if (error) {
    return (
      <div className={own.checked} data-trouble role="alert">
        <IconAlertTriangle size={16} aria-hidden />
        <p>The mailbox is not connected: {error.slice(0, 400)}</p>
      </div>
    )
  }
  if (!isConnected) return null
  return (
    <output className={own.checked} data-good>
      <IconCircleCheck size={16} aria-hidden />
      <span>The mailbox is connected. Test the connection to check that GOTRS can read and send mail.</span>
    </output>
  )
}
