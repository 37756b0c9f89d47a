import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '../controls/button.tsx'
import { Page } from '../frame/page.tsx'
import classes from './accounts.module.css'

type MailSentProps = { title: string; onAgain: () => void; children: ReactNode }

/** The answer after a form that sends a mail: the same whether the address is known or not. */
export function MailSent({ title, onAgain, children }: MailSentProps) {
  return (
    <Page title={title}>
      <div className={classes.stack} role="status">
        <p>{children}</p>
        <p>No mail after some minutes? Check your spam folder and the address.</p>
        <Button onClick={onAgain}>Use another address</Button>
        <Link to="/">Back to login</Link>
      </div>
    </Page>
  )
}
