import { readSampleMails, type SampleMail } from '@gotrs/mail/testing/body/sample-mails'
import { describe, expect, it } from 'vitest'
import { parseMailNow } from '../parse.ts'
import { toParseLine } from '../parse-line.ts'

const unspaced = (text: string) => text.replace(/\s/g, '')

function read({ raw, visible }: SampleMail) {
  const { text, visibleText } = toParseLine('letter', parseMailNow(raw))
  return { shown: unspaced(visibleText), wanted: unspaced(visible === '(all)' ? text : visible) }
}

describe.each([
  ['a mail that starts a ticket', 'openings'],
  ['an answer', 'answers'],
  ['a forwarded mail', 'forwards'],
] as const)('%s', (_, kind) => {
  it.each(readSampleMails(kind))('shows all text of its writer: $name', letter => {
    const { shown, wanted } = read(letter)
    expect(shown).toBe(wanted)
  })
})
