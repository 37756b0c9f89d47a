import { chidi, felix, glen } from '../people.ts'
import type { Story } from '../story.ts'

/** Ways to log in, and accounts to try. */
export const accounts: Story[] = [
  {
    name: 'sso',
    language: 'en',
    turns: [
      {
        at: '2 14:02',
        mail: chidi,
        subject: 'OIDC single sign-on',
        text: `Hi Ana,

          do you support OIDC for logins yet? Our auditors want everything behind our identity provider by spring. If there is a beta I'd be glad to be the guinea pig.

          Chidi`,
      },
      {
        at: '+1h15m',
        by: 'ana',
        take: true,
        tags: ['feature', 'login'],
        note: `Planned for the first quarter, he would be a good beta customer. @Mara are we ready to name a date?`,
      },
      {
        at: '+40m',
        by: 'ana',
        reply: `Hi Chidi,

          not yet, but it is being built and you are on the list for the beta. I will find out when it starts and come back to you.

          Which provider do you use, and do you need groups mapped to roles?

          Ana`,
      },
      {
        at: '1 16:44',
        mail: chidi,
        text: `Keycloak 26, self-hosted. Groups to roles would be very welcome, five groups, flat.`,
      },
    ],
  },
  {
    name: 'demo-account',
    language: 'en',
    turns: [
      {
        at: '3 10:02',
        mail: felix,
        subject: 'Demo account for Harrow Glass',
        text: `Hi team, I need a demo account with joinery data for Harrow Glass by tomorrow 10:00, please. 3 users, stock module on. Felix`,
      },
      {
        at: '+45m',
        by: 'ben',
        take: true,
        tags: ['sales'],
        resolve: true,
        reply: `Ready: harrow-glass.demo, three users, joinery data with your name on the quotes. It wipes itself after 30 days.`,
      },
      {
        at: '2 09:50',
        mail: felix,
        text: `They want to keep the data and start with 15 seats. Can you make it a real account instead of wiping it?`,
      },
      {
        at: '+35m',
        by: 'ben',
        note: `Converting keeps everything except the demo customers. Wiping is switched off meanwhile so that nothing can go wrong. Needs their company details from Felix.`,
      },
      {
        at: '+3m',
        by: 'ben',
        reply: `Congratulations! I have switched off the wiping. Send me their legal name, address and VAT number and I will convert it.`,
      },
    ],
  },
  {
    name: 'driver-login',
    language: 'en',
    turns: [
      {
        at: '2 16:20',
        phone: 'ben',
        caller: glen,
        queue: 'Support',
        title: 'Driver wants to see his own runs on the phone',
        text: `Glen rang: one of the drivers would like to see his runs for the week on his own phone. Is there a read-only login, and does it cost a seat?`,
      },
      {
        at: '+12m',
        by: 'ben',
        take: true,
        tags: ['question'],
        reply: `Hi Glen,

          a read-only login for drivers is free and does not count as a seat. Omar can add it under People > Add > Viewer, it takes a name and a mobile number.

          Ben`,
      },
    ],
  },
]
