import { felix, helen, rachel, stacksale } from '../people.ts'
import type { Story } from '../story.ts'

/** Mail that no person wrote, and mail that came back. */
export const machines: Story[] = [
  {
    name: 'sales-pitch',
    language: 'en',
    turns: [
      {
        at: '12 05:30',
        mail: stacksale,
        subject: 'Quick question about your storage costs',
        text: `Hi there,

          I noticed Northwind Tools is growing (congrats!). Teams like yours save 37 % on storage with StackVault. Do you have 15 minutes on Thursday?

          Book a slot: https://stackvault-mail.example/book

          Brad`,
        html: `<div style="font-family:Helvetica,Arial,sans-serif;font-size:15px;color:#222222;max-width:560px"><img src="https://stackvault-mail.example/logo.png" width="140" alt="StackVault"><p>Hi there,</p><p>I noticed <b>Northwind Tools</b> is growing (congrats!). Teams like yours save <b>37&nbsp;%</b> on storage with StackVault. Do you have 15 minutes on Thursday?</p><p><a href="https://stackvault-mail.example/book" style="background:#5b2be0;color:#ffffff;padding:10px 18px;border-radius:4px;text-decoration:none">Book a slot</a></p><p>Brad</p><p style="font-size:11px;color:#888888">StackVault, 1 Cloud Way. <a href="https://stackvault-mail.example/u/8812">Unsubscribe</a></p><img src="https://stackvault-mail.example/open/8812.gif" width="1" height="1" alt=""></div>`,
      },
      { at: '12 08:20', by: 'ben', take: true, tags: ['sales-pitch'], close: true },
    ],
  },
  {
    name: 'away-until',
    language: 'en',
    turns: [
      {
        at: '4 13:02',
        mail: helen,
        subject: 'Quote for 6 seats, Park & Rowe',
        text: `Dear Mr Okafor,

          having seen the system from the other side, so to speak, we should like a quote for six seats for our own facilities team. The planner and the stock module would suffice.

          Yours sincerely,`,
      },
      {
        at: '+50m',
        by: 'ben',
        move: 'Billing',
        take: true,
        tags: ['quote'],
        reply: `Dear Ms Park,

          what a pleasant surprise. Six seats with planner and stock come to 174.00 GBP a month, or 1,740.00 GBP a year. The first month is free, and you can stop at any time during it.

          Shall I set up an account to look around in?

          Kind regards,
          Ben Okafor`,
      },
      {
        at: '+1m',
        mail: helen,
        automatic: 'auto-replied',
        subject: 'Automatic reply: Quote for 6 seats, Park & Rowe',
        text: `Thank you for your message. I am in court until Monday and will read my e-mails only occasionally. In urgent matters please call the office.`,
      },
      { at: '1 09:30', by: 'ben', note: `Out of office until Monday. I'll follow up on Tuesday.` },
    ],
  },
  {
    name: 'bounced-answer',
    language: 'en',
    turns: [
      {
        at: '3 15:55',
        mail: rachel,
        subject: 'Address of our new bookkeeper',
        isFresh: true,
        text: `Hello Ben,

          our new bookkeeper starts on the first. Could all invoices go to her directly, with me in copy? Her address is edith.lowry@brightwell-dental.example.

          Many thanks,`,
      },
      {
        at: '2 08:55',
        by: 'ben',
        move: 'Billing',
        take: true,
        tags: ['invoice'],
        cc: [
          {
            name: 'Edith Lowry',
            email: 'edith.lowry@brightwell-dental.example',
            language: 'en',
            program: 'gmail',
            signature: '',
          },
        ],
        reply: `Hi Rachel, hi Edith,

          done: from the next invoice on everything goes to Edith, with Rachel in copy. Welcome aboard, Edith!

          Ben`,
      },
      {
        at: '+1m',
        bounces: {
          name: 'Edith Lowry',
          email: 'edith.lowry@brightwell-dental.example',
          language: 'en',
          program: 'gmail',
          signature: '',
        },
        diagnostic: '550 5.1.1 <edith.lowry@brightwell-dental.example>: Recipient address rejected: User unknown',
      },
      {
        at: '+14m',
        by: 'ben',
        reply: `Rachel, the mail to Edith came back, her address does not exist yet. I leave the invoices with you until you tell me that it works.`,
      },
    ],
  },
  {
    name: 'newsletter-logo',
    language: 'en',
    turns: [
      {
        at: '13 14:10',
        mail: felix,
        subject: 'Old logo on the quote template',
        text: `The quote template still has the old logo with the compass. Can somebody swap it before the trade fair? Felix`,
      },
      {
        at: '+1h20m',
        by: 'mara',
        take: true,
        priority: 'low',
        tags: ['branding'],
        resolve: true,
        reply: `Swapped, together with the delivery note and the reminder, which nobody had noticed.`,
      },
      { at: '+2h', mail: felix, text: `Brilliant, thanks Mara` },
      { at: '12 09:00', by: 'mara', close: true },
    ],
  },
]
