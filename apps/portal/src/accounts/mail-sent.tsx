import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Page } from '../frame/page.tsx'
import classes from './accounts.module.css'
import { useWait } from './use-wait.ts'

type MailSentProps = {
  title: string
  /** The call that sent it; the server limits how often. */
  request: { mutateAsync: () => Promise<unknown>; error: unknown; isPending: boolean }
  onOtherAddress: () => void
  children: ReactNode
}

/** A mail takes a while; a second one in the same minute only confuses. */
const waitSeconds = 60

/** The answer after a form that sends a mail: the same whether the address is known or not. */
export function MailSent({ title, request, onOtherAddress, children }: MailSentProps) {
  const { left, start } = useWait(waitSeconds)
  const [isSentAgain, setSentAgain] = useState(false)
  const again = async () => {
    if (left > 0 || request.isPending) return
    setSentAgain(false)
    await request.mutateAsync()
    setSentAgain(true)
    start()
  }
  return (
    <Page title={title}>
      <div className={classes.stack}>
        <p role="status">
          {isSentAgain ? 'Sent again. ' : null}
          {children}
        </p>
        <p>No mail after some minutes? Check your spam folder and the address.</p>
        <Button isBusy={left > 0 || request.isPending} onClick={() => void again().catch(() => {})}>
          {left > 0 ? `Send it again in ${left} s` : 'Send it again'}
        </Button>
        <ErrorNote error={request.error} />
        <Button look="quiet" onClick={onOtherAddress}>
          Use another address
        </Button>
        <Link to="/">Back to login</Link>
      </div>
    </Page>
  )
}
