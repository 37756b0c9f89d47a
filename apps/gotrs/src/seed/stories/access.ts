import { inline, plain } from '../files/demo-files.ts'
import { messageBox } from '../files/pictures.ts'
import { stefan, tom } from '../people.ts'
import type { Story } from '../story.ts'

/** Passwords, lost telephones, new colleagues. */
export const access: Story[] = [
  {
    name: 'reset-link',
    language: 'en',
    turns: [
      {
        at: '15 08:41',
        mail: tom,
        subject: 'password',
        text: `reset link says expired. tried 3 times. need to get in before the 9.30 job`,
      },
      {
        at: '+9m',
        by: 'ana',
        take: true,
        tags: ['login'],
        reply: `Morning Tom,

          every new reset mail makes the ones before it invalid, so with three of them only the newest works. I have just sent you a fresh one - please use that, it is good for one hour.

          Ana`,
      },
      { at: '+14m', mail: tom, text: `in. ta` },
      { at: '+20m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'onboarding-three',
    language: 'en',
    turns: [
      {
        at: '11 10:05',
        portal: 'omar',
        title: 'Accounts for three new starters on Monday',
        text: `Hi,

          we have three people starting in dispatch on Monday. Could you set them up the same way as Priya (board + stock, no invoices)? Names and addresses are in the sheet.

          They also need the depot VPN. Laptops are already imaged on our side.

          Thanks, Omar`,
        files: [
          plain(
            'new-starters.csv',
            'text/csv',
            'name,email,role,starts,laptop\nHannah Brooks,hannah.brooks@customer.example,dispatch,Monday,MF-LT-118\nKofi Mensah,kofi.mensah@customer.example,dispatch,Monday,MF-LT-119\nRuth Adler,ruth.adler@customer.example,dispatch (part time),Monday,MF-LT-121\n',
          ),
        ],
      },
      {
        at: '+35m',
        by: 'ana',
        take: true,
        tags: ['onboarding', 'vpn'],
        note: `Seats: they have 22 of 25 in use, so three fit exactly. Worth telling Omar that the next one needs a bigger plan.`,
      },
      {
        at: '+22m',
        by: 'ana',
        reply: `Hi Omar,

          all three accounts are ready and will get their invitation on Monday at 07:00, so that the links do not run out over the weekend.

          - Board and stock, no invoices - copied from Priya
          - VPN profiles are named after the laptops (MF-LT-118, -119, -121)
          - Ruth is set up part time, so the planner offers her mornings only

          One heads-up: with these three you use 25 of your 25 seats.

          Best, Ana`,
      },
      {
        at: '10 08:12',
        portal: 'omar',
        text: `Perfect. All three are in and on the VPN. I'll talk to finance about the seats.`,
      },
      { at: '+1h', portal: 'omar', solved: true },
    ],
  },
  {
    name: 'passwort-abgelehnt',
    language: 'de',
    turns: [
      {
        at: '9 13:17',
        mail: stefan,
        subject: 'Neues Passwort wird nicht angenommen',
        text: `Sehr geehrte Damen und Herren,

          seit Ihrer Umstellung soll ich ein neues Passwort vergeben. Jedes Passwort wird abgelehnt, angeblich zu einfach. Siehe Bild:

          [[passwort-abgelehnt]]

          Ich bin Tischler und kein Geheimdienst. Was genau wollen Sie denn hören?

          Mit freundlichen Grüßen`,
        files: [
          inline('passwort-abgelehnt', () =>
            messageBox(
              'Northwind Workshop',
              ['This password is too easy to guess.', 'Avoid your name, your company and "2026".'],
              'OK',
            ),
          ),
        ],
      },
      {
        at: '+27m',
        by: 'ana',
        take: true,
        tags: ['login'],
        reply: `Guten Tag Herr Krüger,

          das verstehe ich gut. Es muss nicht kompliziert sein, nur lang: vier beliebige Wörter, die nichts miteinander zu tun haben, genügen vollkommen. Nicht erlaubt sind der Firmenname, Ihr eigener Name und die Jahreszahl.

          Sonderzeichen brauchen Sie keine.

          Freundliche Grüße
          Ana Ribeiro`,
      },
      { at: '+1h12m', mail: stefan, text: `Hat geklappt. Vier Wörter, das kann ich mir sogar merken. Danke.` },
      { at: '+18m', by: 'ana', resolve: true },
    ],
  },
]
