import { pdf } from '../files/demo-files.ts'
import { rachel, sanne } from '../people.ts'
import type { Story } from '../story.ts'

const invoice = (number: string, to: string, lines: string[]) =>
  pdf(`Invoice ${number}.pdf`, [
    `Invoice ${number}`,
    'Northwind Tools Ltd, 14 Harbour Lane, Bristol',
    '',
    `To: ${to}`,
    '',
    ...lines,
  ])

/** Copies, corrections, order numbers. */
export const invoices: Story[] = [
  {
    name: 'invoice-copy',
    language: 'en',
    turns: [
      {
        at: '15 10:12',
        mail: rachel,
        subject: 'Copy of invoice NW-20391 please',
        text: `Good morning,

          I am closing the quarter and cannot find NW-20391 anywhere. Would you be so kind as to send it again?

          Many thanks,`,
      },
      {
        at: '+22m',
        by: 'ben',
        move: 'Billing',
        take: true,
        tags: ['invoice'],
        resolve: true,
        reply: `Hi Rachel,

          of course, here it is. You can also find every invoice under Settings > Billing > History, should you ever need one on a Sunday.

          Best wishes,
          Ben`,
        files: [
          invoice('NW-20391', 'Brightwell Dental Lab', [
            'Northwind Workshop, Team, 8 seats, 1 month      232.00 GBP',
            'VAT 20 %                                                          46.40 GBP',
            'Total                                                              278.40 GBP',
            '',
            'Paid by card ending 4471. Thank you.',
          ]),
        ],
      },
      { at: '+1h31m', mail: rachel, text: `Got it, thank you Ben. You're a star.` },
      { at: '+12m', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'po-number',
    language: 'en',
    turns: [
      {
        at: '6 11:03',
        portal: 'omar',
        title: 'Purchase order number on our invoices',
        text: `Our finance team asks that every invoice carries PO 4500-7731 from now on, otherwise they let it sit for four weeks. Is there a field for this?`,
      },
      { at: '+1h5m', by: 'ben', move: 'Billing', take: true, tags: ['invoice'] },
      {
        at: '+6m',
        by: 'ben',
        resolve: true,
        reply: `Hi Omar,

          there is: Settings > Billing > Reference. I have entered PO 4500-7731 for you, it will be on everything from the next invoice on. The one from last week I have issued again with the number, it should be in your finance team's inbox.

          Ben`,
      },
      { at: '+2h14m', portal: 'omar', text: `Finance is happy, which is a first. Thanks.` },
      { at: '+3m', portal: 'omar', solved: true },
    ],
  },
  {
    name: 'factuur-adres',
    language: 'nl',
    turns: [
      {
        at: '4 14:20',
        mail: sanne,
        subject: 'Facturen naar ander e-mailadres',
        text: `Hoi,

          kunnen de facturen voortaan naar administratie@dewit-fietsen.example? Ze komen nu bij mij binnen en ik vergeet ze door te sturen, waarna jullie me netjes een herinnering sturen ;-)

          Alvast bedankt!`,
      },
      {
        at: '+18m',
        by: 'ben',
        move: 'Billing',
        take: true,
        resolve: true,
        tags: ['invoice'],
        reply: `Hoi Sanne,

          aangepast. Facturen en herinneringen gaan vanaf nu naar administratie@dewit-fietsen.example, jij krijgt alleen nog de meldingen over het abonnement zelf.

          Groeten,
          Ben`,
      },
    ],
  },
]
