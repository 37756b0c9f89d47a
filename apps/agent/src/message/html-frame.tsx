import type { Phrase } from '@gotrs/contract/search/phrase'
import { MailFrame } from '@gotrs/web/mail/mail-frame.tsx'
import { useComputedColorScheme } from '@mantine/core'
import { markWords } from './mark-words.ts'

type HtmlFrameProps = { html: string; text: string; title: string; phrases?: readonly Phrase[] }

/** HTML that somebody else wrote, in the size and scheme of this app, with what was searched for marked. */
export function HtmlFrame({ phrases = [], ...props }: HtmlFrameProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return <MailFrame {...props} scheme={scheme} fontSize={14} onDocument={it => markWords(it, phrases)} />
}
