import { describe, expect, it } from 'vitest'
import { foldMail, purposeOf } from './fold-mail.ts'
import { parseMailNow } from './parse.ts'

const read = (head: string, body = 'x') => parseMailNow(Buffer.from(`From: Ana <ana@a.example>\n${head}\n\n${body}`))
const quotation = 'On Tue, Mar 4, 2025 at 9:12 AM Ben <b@s.example> wrote:\n> The internal note.'
const customersAddress = 'support+t7-abcdefghijklmnopqrst@gotrs.example'
const agentsAddress = 'support+n7xfaa-abcdefghijklmnopqrst@gotrs.example'

describe('what a mail is for', () => {
  it.each([
    ['opening', 'Subject: Printer'],
    ['opening', 'Subject: Regarding: Printer'],
    ['opening', 'Subject: Ref: 4711'],
    ['answer', 'Subject: Printer\nIn-Reply-To: <a@b.example>'],
    ['answer', 'Subject: Printer\nReferences: <a@b.example>'],
    ['answer', `Subject: Printer\nTo: ${customersAddress}`],
    ['agent_answer', `Subject: Fwd: Printer\nTo: ${agentsAddress}`],
    ['forward', 'Subject: Fwd: Printer\nReferences: <a@b.example>'],
    ['forward', 'Subject: WG: AW: Printer'],
  ])('is %s by: %s', (purpose, head) => {
    expect(purposeOf(read(head), [])).toBe(purpose)
  })

  it.each([
    ...[
      'Re: x',
      'RE : x',
      'Re[2]: x',
      '[users] Re: x',
      'AW: x',
      'SV: x',
      'Odp: x',
      'R: x',
      'RES: x',
      'YNT: x',
      'Vá: x',
    ],
    ...['Отв: x', 'ΑΠ: x', '回复: x', '回覆：x', '返信: x', '답장: x', 'رد: x', 'תשובה: x', 'ตอบกลับ: x', 'Trả lời: x'],
  ])('is an answer by the subject %s', subject => {
    expect(purposeOf({ ...read(''), subject }, [])).toBe('answer')
  })

  it('is an answer by the address of the envelope', () => {
    expect(purposeOf(read('Subject: x'), [customersAddress])).toBe('answer')
  })
})

describe('a mail that contains only quoted text', () => {
  it('shows the quoted text', () => {
    expect(foldMail(read('Subject: Re: x', quotation), null)).toMatchObject({ visibleText: quotation, foldedText: '' })
  })

  it('hides it in an answer of an agent, because it is not the agent’s text', () => {
    const mail = read('Subject: Re: x', quotation)
    expect(foldMail(mail, null, [agentsAddress])).toMatchObject({ visibleText: '', foldedText: quotation })
  })

  it.each([
    ['lines that a colon announces', 'I see this:\n\n> The internal note.', 'I see this:'],
    ['a quotation in a mail without a prefix', `Done.\n\n${quotation}`, 'Done.'],
  ])('is folded in an answer of an agent: %s', (_, body, visible) => {
    expect(foldMail(read('Subject: x', body), null, [agentsAddress]).visibleText).toBe(visible)
  })
})

describe('the sender of a mail', () => {
  it.each([
    ['the name', 'From: Jana Voss <office@v.example>', 'Jana\nSales'],
    ['the address', 'From: jana.voss@v.example', 'J. Voss\nSales'],
    ['a name in Chinese', 'From: =?utf-8?B?546L6Iqz?= <office@v.example>', '王芳\nSales'],
  ])('is recognised in a signature by %s', (_, from, signature) => {
    const mail = parseMailNow(
      Buffer.from(`${from}\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\nYes.\n--\n${signature}`),
    )
    expect(foldMail(mail, null).visibleText).toBe('Yes.')
  })

  it('is not recognised by the name of an office', () => {
    const mail = parseMailNow(
      Buffer.from('From: Jana <office@v.example>\nSubject: Re: x\n\nYes.\n--\nThe office is closed'),
    )
    expect(foldMail(mail, null).visibleText).toBe('Yes.\n--\nThe office is closed')
  })
})
