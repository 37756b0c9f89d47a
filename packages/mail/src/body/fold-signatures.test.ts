import { describe, expect, it } from 'vitest'
import { foldQuotes } from './fold-quotes.ts'
import type { MailFacts } from './mail-facts.ts'
import { sanitiseHtml } from './sanitise.ts'

const facts: MailFacts = { purpose: 'answer', senderWords: ['jane', 'doe'] }
const words = (text: string) => text.split(/[\s>]+/).filter(Boolean)

function foldText(text: string) {
  const parts = foldQuotes({ text, html: null }, facts)
  expect([...words(parts.visibleText), ...words(parts.foldedText)].sort()).toEqual(words(text).sort())
  return parts
}

function foldHtml(html: string) {
  const clean = sanitiseHtml(html)
  const parts = foldQuotes({ text: null, html: clean }, facts)
  const bare = (part: string | null) => (part ?? '').replace(/<[^>]*>|\s/g, '').length
  expect(bare(parts.visibleHtml) + bare(parts.foldedHtml)).toBe(bare(clean))
  return parts
}

describe('the signature of a text', () => {
  it.each([
    ['a delimiter', 'It works.\n\n-- \nJane Doe\nACME\n+49 30 1234567', 'It works.'],
    ['a delimiter without its blank', 'It works.\n--\nJane Doe', 'It works.'],
    ['a device', 'It works.\n\nSent from my iPhone', 'It works.'],
    ['a device, in German', 'Es geht.\n\nVon meinem iPad gesendet', 'Es geht.'],
    [
      'a rule of dashes and contact lines',
      'It works.\n\n---------------\nJane Doe\nTel. +49 30 1234567\njane@acme.example',
      'It works.',
    ],
    [
      'a signature above a quotation',
      'It works.\n\n-- \nJane\n\nOn Tue, 4 Mar 2025 at 9:12, Ben <b@s.example> wrote:\n> Does it?',
      'It works.',
    ],
    [
      'a device above a quotation',
      'It works.\n\nSent from my iPhone\n\n> On 4 Mar 2025, at 09:12, Ben <b@s.example> wrote:\n> \n> Does it?',
      'It works.',
    ],
    [
      'a signature below answers',
      '> Which?\n\nThe blue.\n\n> When?\n\nToday.\n\n-- \nJane',
      '> Which?\n\nThe blue.\n\n> When?\n\nToday.',
    ],
    ['a signature and a device', 'It works.\n\n-- \nJane\n\nSent from my iPhone', 'It works.'],
  ])('is folded: %s', (_, text, visible) => {
    const parts = foldText(text)
    expect(parts.visibleText).toBe(visible)
    expect(parts.foldedText).not.toBe('')
  })

  it.each([
    ['a list', 'We need:\n- cables\n- screens\n-- that is all for now, thank you'],
    ['a rule between sections', 'First this.\n\n---------------\n\nThen that happens, and it goes on.'],
    ['a line of underscores', 'It works.\n\n_______________\nJane Doe\nTel. +49 30 1234567'],
    ['a stroke that occurs twice', 'First this\n--\nthen that\n--\nJane Doe'],
    ['what a colon announces', 'Send it to:\n---------------\nJane Doe\n+49 30 1234567'],
    ['a stroke above somebody else', 'A poem\n--\nGiuseppe Ungaretti'],
    ['dashes of a table', 'Name   Price\n------ -----\nCable  3.50'],
    ['a sentence about a telephone', 'I sent it from my iPhone, but it never arrived.'],
    ['a signature alone', '-- \nJane Doe\nACME'],
  ])('does not match: %s', (_, text) => {
    expect(foldText(text)).toMatchObject({ visibleText: text, foldedText: '' })
  })
})

describe('the signature of HTML', () => {
  const signature = 'Jane Doe<br>ACME<br>+49 30 1234567'

  it.each([
    ['Gmail', `<div class="gmail_signature" data-smartmail="gmail_signature">${signature}</div>`],
    ['Gmail, without its class', `<div data-smartmail="gmail_signature">${signature}</div>`],
    [
      'Gmail, with its delimiter',
      `<span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">${signature}</div>`,
    ],
    ['Outlook on the web', `<div id="Signature"><p>${signature}</p></div>`],
    ['Outlook on the web, quoted once', `<div id="x_Signature" class="x_elementToProof"><p>${signature}</p></div>`],
    ['Outlook for Mac', `<div id="MAC_OUTLOOK_SIGNATURE">${signature}</div>`],
    ['Outlook 2011', `<span id="OLK_SRC_SIGNATURE_SECTION">${signature}</span>`],
    ['Outlook on a telephone', `<div id="ms-outlook-mobile-signature">${signature}</div>`],
    ['Thunderbird', `<pre class="moz-signature" cols="72">-- \nJane Doe</pre>`],
    ['Apple Mail', `<div id="AppleMailSignature" dir="ltr">${signature}</div>`],
    [
      'Proton',
      `<div class="protonmail_signature_block"><div class="protonmail_signature_block-user">${signature}</div></div>`,
    ],
    ['Yahoo', `<div class="ydp12345yahoo_signature" id="ydp1-signature">${signature}</div>`],
    ['Zoho', `<div id="Zm-_Id_-Sgn" class="zmail_signature_below">${signature}</div>`],
    ['a delimiter in the text', `<div>-- </div><div>${signature}</div>`],
    ['a device', '<div>Sent from my iPhone</div>'],
  ])('is folded: %s', (_, html) => {
    const parts = foldHtml(`<div>It works.</div>${html}`)
    expect(parts.visibleText).toBe('It works.')
    expect(parts.foldedText).toMatch(/Jane|iPhone/)
  })

  it('is folded above a quotation and above an answer, and the answer stays', () => {
    const mine = `<div id="Signature">${signature}</div>`
    const quote = '<blockquote type="cite">Which?</blockquote>'
    expect(foldHtml(`<p>It works.</p>${mine}${quote}`).visibleText).toBe('It works.')
    const between = foldHtml(
      `<p>It works.</p>${mine}${quote}<p>The blue one.</p><blockquote type="cite">And?</blockquote>`,
    )
    expect(between.visibleText).toMatch(/It works\.\s+> Which\?\s+The blue one\./)
    expect(between.foldedText).toContain('Jane Doe')
  })

  it.each([
    ['a mail that is nothing else', `<div id="Signature">${signature}</div>`],
    ['a request for one', '<p>Hello</p><div class="signature-request">Please sign here.</div>'],
  ])('does not match: %s', (_, html) => {
    expect(foldHtml(html).foldedHtml).toBeNull()
  })
})
