import { MailFrame } from '@gotrs/web/mail/mail-frame.tsx'
import { useScheme } from '../frame/colour-scheme.ts'

type HtmlBodyProps = { html: string; text: string; title: string }

/** A mail's HTML, in the size and scheme of this app. */
export const HtmlBody = (props: HtmlBodyProps) => <MailFrame {...props} scheme={useScheme()} fontSize={16} />
