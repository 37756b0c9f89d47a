import { pdf } from '../files/demo-files.ts'
import { benoit, rachel } from '../people.ts'
import type { Story } from '../story.ts'

/** Invoices with a fault in them, and one that is no invoice. */
export const corrections: Story[] = [
  {
    name: 'tva-facture',
    language: 'fr',
    turns: [
      {
        at: '8 09:48',
        mail: benoit,
        subject: 'Facture NW-20447 : numéro de TVA erroné',
        text: `Madame, Monsieur,

          la facture NW-20447 comporte un numéro de TVA intracommunautaire incorrect (deux chiffres inversés). Notre commissaire aux comptes la refuse en l'état.

          | Ligne | Sur la facture | Correct |
          | TVA | FR 47 552 081 317 | FR 74 552 081 317 |
          | Adresse | 12 rue des Forges | 12 bis rue des Forges |

          Je vous remercie de bien vouloir nous adresser un avoir et une facture rectifiée avant vendredi.

          Cordialement,`,
      },
      {
        at: '+41m',
        by: 'ben',
        move: 'Billing',
        take: true,
        tags: ['invoice', 'vat'],
        note: `Typo is ours, it was mistyped when the account was taken over from the reseller. Credit note NW-C-0312, new invoice NW-20471. Corrected in the customer record too.`,
      },
      {
        at: '+35m',
        by: 'ben',
        reply: `Bonjour Monsieur Mercier,

          vous avez raison, l'erreur vient de chez nous et je vous prie de nous en excuser. Vous trouverez ci-joint l'avoir NW-C-0312 ainsi que la facture rectifiée NW-20471. L'adresse et le numéro de TVA sont corrigés pour les factures à venir.

          Cordialement,
          Ben Okafor`,
        files: [
          pdf('Avoir NW-C-0312.pdf', [
            'Avoir NW-C-0312',
            'Northwind Tools Ltd',
            '',
            'Annule la facture NW-20447',
            'Mercier Frères SAS, 12 bis rue des Forges',
            '',
            'Montant : -1 180,00 €',
          ]),
          pdf('Facture NW-20471.pdf', [
            'Facture NW-20471',
            'Northwind Tools Ltd',
            '',
            'Mercier Frères SAS, 12 bis rue des Forges',
            'TVA FR 74 552 081 317',
            '',
            'Northwind Workshop, annuel, 10 postes : 1 180,00 €',
          ]),
        ],
      },
      { at: '7 08:30', mail: benoit, text: `Bien reçu, c'est conforme. Merci pour votre réactivité.` },
      { at: '+1h', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'strange-bank-details',
    language: 'en',
    turns: [
      {
        at: 'ago 5h20m',
        mail: rachel,
        subject: 'Fwd: URGENT - updated bank details for your subscription',
        text: `Hello Ben,

          I received this "from you" this morning and it does not feel right. I have NOT paid anything. Can you confirm please?

          ---------- Forwarded message ---------
          From: Northwind Billing <billing@northwind-tools-payments.example>
          Subject: URGENT - updated bank details for your subscription

          Dear customer, our bank accounts are being audited. Please settle the attached invoice NW-20489 over 1,392.00 GBP to the new account within 24 hours to avoid suspension.`,
        files: [
          pdf('NW-20489.pdf', [
            'INVOICE NW-20489',
            'Northwind Tools',
            '',
            'Amount due: 1,392.00 GBP',
            'Please note our NEW bank details:',
            'Account name: N W T Holdings',
            'Sort code 04-00-75',
            '',
            'Payment within 24 hours.',
          ]),
        ],
      },
      {
        at: '+14m',
        by: 'ben',
        take: true,
        priority: 'urgent',
        tags: ['phishing', 'invoice'],
        note: `Not ours: the domain was registered last week, and NW-20489 is another customer's number. That customer should be warned too. Handing to Mara for the takedown, I answer Rachel.`,
      },
      {
        at: '+7m',
        by: 'ben',
        reply: `Hi Rachel,

          your instinct is right: **this is not from us**. Our bank details have not changed, and we never ask for payment within 24 hours. Please do not open the attachment again and do not answer it.

          We have reported the domain. It would help us a great deal to have the mail with its full headers - could you send it to us as an attachment (in Gmail: Forward as attachment)?

          Thank you for asking first.
          Ben`,
      },
      {
        at: '+28m',
        by: 'mara',
        note: `Takedown request filed with registrar and host. Putting a warning on the status page and a mail to all billing contacts today. @Ben please collect every further report here.`,
      },
      {
        at: 'ago 3h35m',
        mail: rachel,
        text: `Thank goodness I asked. Sending the original over as soon as I find the button. Our dental supplier had the same thing happen last month and lost 4,000.`,
      },
    ],
  },
]
