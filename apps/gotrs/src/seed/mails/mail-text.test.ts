import { foldQuotes } from '@gotrs/mail/body/fold-quotes'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'
import { describe, expect, it } from 'vitest'
import { languages, type MailProgram } from '../people.ts'
import { writeMailText } from './mail-text.ts'

const answered = {
  from: { name: 'Ana Ribeiro from Northwind Tools Support', address: 'support@gotrs.example' },
  to: [{ name: 'Somebody', address: 'somebody@customer.example' }],
  date: new Date('2026-11-09T10:12:00.000Z'),
  subject: 'Re: VPN',
  text: 'Is it better now?\n\n> It drops.',
  html: '<div><p>Is it better now?</p></div>',
}

const facts = { purpose: 'answer' as const, senderWords: ['somebody'] }
const programs: MailProgram[] = ['outlook', 'gmail', 'phone', 'plain']

describe('the text of a mail', () => {
  it.each(programs)('of %s quotes the answered mail so that the quote can be folded, in every language', program => {
    for (const language of languages) {
      const who = { name: 'Somebody', email: 'somebody@customer.example', language, program, signature: '' }
      const { text, html } = writeMailText({ at: '1 10:00', mail: who, text: 'Yes, thank you.' }, answered)
      const folded = foldQuotes({ text, html: html === undefined ? null : sanitiseHtml(html) }, facts)
      expect(folded.visibleText.trim(), `${language}: ${text}`).toBe('Yes, thank you.')
      expect(folded.visibleHtml ?? '', `${language}: ${html}`).not.toContain('better')
      expect(`${folded.foldedText}`).toContain('Is it better now?')
    }
  })
})
