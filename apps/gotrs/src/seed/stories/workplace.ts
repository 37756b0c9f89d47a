import { inline, picture } from '../files/demo-files.ts'
import { printedPage, tableScreen } from '../files/pictures.ts'
import { felix, joanna } from '../people.ts'
import type { Story } from '../story.ts'

/** What the business's own people need of their IT. */
export const workplace: Story[] = [
  {
    name: 'printer-streaks',
    language: 'en',
    turns: [
      {
        at: '10 08:55',
        mail: joanna,
        subject: 'Printer on the second floor is on its last legs',
        text: `Hi,

          the big printer on the second floor now does this to every page:

          [[printer-test-page]]

          Delivery notes are still legible, just, but we cannot send anything to customers like that. It has also started to squeal.

          Thanks,`,
        files: [inline('printer-test-page', printedPage)],
      },
      {
        at: '+19m',
        by: 'ana',
        move: 'IT',
        take: true,
        tags: ['printer'],
        reply: `Hi Joanna,

          that is the drum, and the squeal is its bearing saying goodbye. A new one is ordered and comes tomorrow. Until then please use the one by reception - I have made it the default on your floor, so nobody has to choose anything.

          Ana`,
      },
      {
        at: '9 11:32',
        by: 'ana',
        note: `Drum swapped, counter at 61,240 pages. Next one due around 120k. Spare drum is in the cupboard under the printer.`,
      },
      {
        at: '+4m',
        by: 'ana',
        resolve: true,
        reply: `New drum is in, the test page is spotless and your default printer is back where it was.`,
      },
      { at: '+22m', mail: joanna, text: `Lovely, and it purrs. Thank you!` },
      { at: '+40m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'laptop-battery',
    language: 'en',
    turns: [
      {
        at: '7 13:33',
        mail: felix,
        subject: 'Laptop battery',
        text: `Battery of my laptop lasts 40 minutes now, and I'm at customers all day. It is almost four years old. New battery or new laptop?`,
      },
      {
        at: '+28m',
        by: 'ana',
        move: 'IT',
        take: true,
        tags: ['hardware'],
        note: `Bought 46 months ago, replacement is at 48. A battery costs 130 and the machine goes in two months anyway.`,
      },
      {
        at: '+7m',
        by: 'ana',
        reply: `Hi Felix,

          you are due for a new one in two months, so I would rather bring that forward than buy a battery for an old machine. Same model again, 14 inch? It takes about a week.

          Ana`,
      },
      { at: '+1h', mail: felix, text: `14 inch, yes please. Can I keep the old dock?` },
      { at: '6 10:15', by: 'ana', reply: `You can, it fits. Ordered, I will let you know when it is here.` },
      { at: '1 11:05', by: 'ana', note: `Arrived, being set up. Hand over Monday morning, old one back for wiping.` },
    ],
  },
  {
    name: 'meeting-screen',
    language: 'en',
    turns: [
      {
        at: '5 13:10',
        phone: 'ana',
        caller: joanna,
        queue: 'IT',
        title: 'Screen in meeting room Tern stays black',
        text: `Joanna rang from the meeting room: the screen stays black with three different laptops, visitors arrive at 14:00.`,
      },
      {
        at: '+9m',
        by: 'ana',
        take: true,
        tags: ['hardware'],
        resolve: true,
        reply: `Hi Joanna, it was the input: somebody had set the screen to HDMI 2, where nothing is plugged in. The remote lives in the drawer now, with a label.`,
      },
      { at: '4 10:00', by: 'ana', close: true },
    ],
  },
  {
    name: 'shared-mailbox',
    language: 'en',
    turns: [
      {
        at: 'ago 4h30m',
        mail: felix,
        subject: 'Access to sales@ for the new colleague',
        text: `Hi, Marta starts with us today. Could she get the shared sales@ mailbox and the calendar? Ta, Felix`,
      },
      {
        at: '+55m',
        by: 'ana',
        move: 'IT',
        take: true,
        tags: ['onboarding'],
        resolve: true,
        reply: `Done for both, she needs to restart Outlook once. Welcome to Marta!`,
      },
    ],
  },
  {
    name: 'stock-count-scanner',
    language: 'en',
    turns: [
      {
        at: 'ago 35m',
        mail: joanna,
        subject: 'Scanner counts everything twice',
        text: `Hi Ana,

          stock-take is on, and scanner 3 books every article twice. The other two behave. Here is what it looks like on the screen - I only scanned each box once, promise.`,
        files: [
          picture('scanner-3.png', () =>
            tableScreen(
              'Stock-take, aisle C',
              [
                ['Article', 'Counted', 'Expected'],
                ['C-1180 hinge 90', '48', '24'],
                ['C-1181 hinge 110', '36', '18'],
                ['C-1204 runner 450', '22', '11'],
              ],
              1,
            ),
          ),
        ],
      },
    ],
  },
]
