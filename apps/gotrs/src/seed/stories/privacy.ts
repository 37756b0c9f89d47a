import { pdf, plain } from '../files/demo-files.ts'
import { helen, lena, piotr, priya, sabine } from '../people.ts'
import type { Story } from '../story.ts'

/** Personal data: who may see it, who wants it gone. */
export const privacy: Story[] = [
  {
    name: 'access-request',
    language: 'en',
    turns: [
      {
        at: '9 10:55',
        mail: helen,
        subject: 'Subject access request - Mr Ian Corbett (our ref. HP/4471)',
        text: `Dear Sirs,

          we act for Mr Ian Corbett, who was a user of your service through his former employer until this spring. On his behalf we request, under Article 15 of the UK GDPR:

          1. confirmation whether you process personal data concerning him;
          2. a copy of that data;
          3. the recipients to whom it has been disclosed.

          His signed authority is attached. Please note the statutory period of one month.

          Yours faithfully,`,
        files: [
          pdf('Authority - I Corbett.pdf', [
            'Form of authority',
            '',
            'I, Ian Corbett, authorise Park & Rowe Solicitors LLP',
            'to request personal data concerning me on my behalf.',
            '',
            'Signed: I. Corbett',
          ]),
        ],
      },
      {
        at: '+37m',
        by: 'ben',
        priority: 'high',
        tags: ['gdpr'],
        assign: 'mara',
        note: `Deadline is one month from today. His former employer is the controller for most of it, we are the processor. Mara, this one is yours I think.`,
      },
      {
        at: '+2h30m',
        by: 'mara',
        take: true,
        reply: `Dear Ms Park,

          we confirm receipt of your request and of Mr Corbett's authority. For the data held on behalf of his former employer we act as processor and have informed that company today, as we are obliged to. For the data that we hold ourselves (account, log-ins, support requests) you will have a copy within two weeks.

          Mara Lindqvist
          Data protection, Northwind Tools`,
      },
      {
        at: '8 11:20',
        mail: helen,
        text: `Dear Ms Lindqvist,

          thank you for the prompt acknowledgement. We should be grateful if the log-in records could include the IP addresses.

          Yours sincerely,`,
      },
      {
        at: '+1h45m',
        by: 'mara',
        note: `IP addresses are kept for 30 days only, so there is nothing left from the spring. Say so plainly. Export of the rest is done, 41 records, checked for third parties.`,
      },
      {
        at: '5 15:30',
        by: 'mara',
        resolve: true,
        reply: `Dear Ms Park,

          enclosed is everything we hold on Mr Corbett as controller, 41 records. IP addresses of log-ins are deleted after 30 days and no longer exist for the period in question. The data was disclosed to nobody but his former employer.

          Yours sincerely,
          Mara Lindqvist`,
        files: [
          plain(
            'corbett-account.csv',
            'text/csv',
            'kind,when,detail\naccount,2024-03-11,created by administrator\nlogin,2026-04-02,web\nlogin,2026-04-03,web\nrequest,2026-04-03,"printer settings, answered"\naccount,2026-04-30,deactivated by administrator\n',
          ),
          pdf('Covering letter.pdf', [
            'Response to subject access request',
            'Our reference SAR-0019, your reference HP/4471',
            '',
            'Data subject: Mr Ian Corbett',
            'Records enclosed: 41',
            'Recipients: former employer only',
            'Retention: account data until 30 April 2027',
          ]),
        ],
      },
    ],
  },
  {
    name: 'avv',
    language: 'de',
    turns: [
      {
        at: '6 09:14',
        mail: sabine,
        subject: 'Vertrag zur Auftragsverarbeitung',
        cc: [lena],
        text: `Guten Tag,

          anbei der von uns unterschriebene Vertrag zur Auftragsverarbeitung nach Art. 28 DSGVO. Frau Vogt (in Kopie) bittet um die gegengezeichnete Fassung für unsere Unterlagen.

          Mit freundlichen Grüßen`,
        files: [
          pdf('AVV Vogt und Partner.pdf', [
            'Vertrag zur Auftragsverarbeitung',
            'gemäß Art. 28 DSGVO',
            '',
            'Verantwortlicher: Vogt & Partner mbB',
            'Auftragsverarbeiter: Northwind Tools Ltd',
            '',
            'Berlin, L. Vogt',
          ]),
        ],
      },
      {
        at: '+1h22m',
        by: 'mara',
        take: true,
        tags: ['gdpr', 'contract'],
        resolve: true,
        cc: [lena],
        reply: `Guten Tag Frau Huber, guten Tag Frau Vogt,

          vielen Dank. Die gegengezeichnete Fassung finden Sie im Anhang.

          Mit freundlichen Grüßen
          Mara Lindqvist`,
        files: [
          pdf('AVV Vogt und Partner - gegengezeichnet.pdf', [
            'Vertrag zur Auftragsverarbeitung',
            'gemäß Art. 28 DSGVO',
            '',
            'Verantwortlicher: Vogt & Partner mbB',
            'Auftragsverarbeiter: Northwind Tools Ltd',
            '',
            'Berlin, L. Vogt',
            'Bristol, M. Lindqvist',
          ]),
        ],
      },
    ],
  },
  {
    name: 'delete-employee',
    language: 'pl',
    turns: [
      {
        at: '4 11:05',
        mail: piotr,
        subject: 'Usunięcie danych byłego pracownika',
        text: `Dzień dobry,

          nasz były pracownik prosi o usunięcie swoich danych. Jak mogę to zrobić, żeby nie stracić historii zleceń, które wykonał?

          Pozdrawiam,`,
      },
      {
        at: '+58m',
        by: 'ana',
        take: true,
        tags: ['gdpr', 'question'],
        resolve: true,
        reply: `Dzień dobry,

          w menu Ludzie > (osoba) > Usuń wybierz „Usuń dane, zachowaj historię”. Zlecenia zostaną, a zamiast nazwiska będzie widniało „były pracownik”. Tej operacji nie da się cofnąć.

          Ana Ribeiro`,
      },
      { at: '+1h40m', mail: piotr, text: `Działa dokładnie tak, jak trzeba. Dziękuję.` },
      { at: '+6m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'leaver-today',
    language: 'en',
    turns: [
      {
        at: 'ago 1h25m',
        mail: priya,
        subject: 'Please lock an account TODAY - leaver',
        text: `Hello,

          a member of our dispatch team leaves us today under unhappy circumstances. Please lock the account of **j.carver@customer.example** including the VPN as soon as you read this, and tell me when it is done.

          I would rather not discuss the details by e-mail. You can reach me on my mobile.

          Kind regards,`,
      },
      {
        at: '+6m',
        by: 'ben',
        priority: 'urgent',
        tags: ['offboarding', 'vpn'],
        move: 'IT',
        note: `Account is locked, sessions ended. VPN is out of my hands, moved to IT. Whoever takes it: please also revoke the certificate of MF-LT-109 and tell Priya.`,
      },
    ],
  },
]
