import { MailFrame } from '@gotrs/web/mail/mail-frame.tsx'
import { useComputedColorScheme } from '@mantine/core'

type HtmlFrameProps = { html: string; text: string; title: string }

/** HTML that somebody else wrote, in the size and scheme of this app. */
export function HtmlFrame(props: HtmlFrameProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return <MailFrame {...props} scheme={scheme} fontSize={14} />
}
