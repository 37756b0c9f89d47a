import { picture, plain } from '../files/demo-files.ts'
import { messageBox } from '../files/pictures.ts'
import { glen, sabine } from '../people.ts'
import type { Story } from '../story.ts'

/** The depot's VPN and what else hangs on a wire. */
export const network: Story[] = [
  {
    name: 'wlan-besprechung',
    language: 'de',
    turns: [
      {
        at: '3 09:34',
        mail: sabine,
        subject: 'WLAN im Besprechungszimmer',
        text: `Guten Morgen,

          im großen Besprechungszimmer bricht das WLAN ständig ab, sobald mehr als vier Personen darin sitzen. Gestern mussten wir eine Mandantenbesprechung über das Handy von Frau Vogt führen, das war etwas unangenehm.

          Am Freitag kommen acht Gäste. Lässt sich bis dahin etwas machen?

          Viele Grüße`,
      },
      { at: '+31m', by: 'ana', take: true, move: 'IT', tags: ['wifi'] },
      {
        at: '+8m',
        by: 'ana',
        reply: `Guten Morgen Frau Huber,

          der Zugangspunkt im Flur versorgt das Besprechungszimmer durch zwei Wände mit, für acht Gäste reicht das nicht. Ich schicke Ihnen heute einen zweiten Zugangspunkt per Kurier, fertig eingerichtet. Er muss nur an die Netzwerkdose neben dem Bildschirm gesteckt werden.

          Bis dahin hilft es, die Laptops im Zimmer in das Netz „VP-5G“ zu buchen.

          Viele Grüße
          Ana Ribeiro`,
      },
      {
        at: '+42m',
        mail: sabine,
        text: `Das klingt wunderbar. An der Dose steckt allerdings schon das Telefon. Kann man das teilen?`,
      },
      {
        at: '+25m',
        by: 'ana',
        reply: `Ja, der Zugangspunkt hat eine zweite Buchse, an die Sie das Telefon stecken können. Ein kurzes Kabel liegt bei.`,
      },
      {
        at: '2 14:05',
        mail: sabine,
        text: `Paket ist da, Gerät blinkt grün, acht Laptops getestet. Vielen Dank für die schnelle Hilfe!`,
      },
      { at: '+50m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'vpn-new-laptop',
    language: 'en',
    turns: [
      {
        at: '1 15:22',
        portal: 'omar',
        title: 'VPN client refuses certificate on MF-LT-124',
        text: `New laptop, profile imported as usual, and this is what I get. The same profile works on MF-LT-118. Clock is right, I checked.

          Log attached. The laptop goes out to a driver tomorrow, so a quick hint would be great.`,
        files: [
          picture('vpn-certificate.png', () =>
            messageBox(
              'Depot VPN',
              ['The connection was refused.', 'Certificate of the gateway is not trusted (19)', 'Profile: MF-LT-124'],
              'Close',
            ),
          ),
          plain(
            'vpn-client.log',
            'text/plain',
            '15:01:12 INFO  profile MF-LT-124 loaded\n15:01:12 INFO  gateway vpn.northwind.example:1194 udp\n15:01:13 INFO  TLS handshake started\n15:01:13 WARN  VERIFY depth=1 self-signed certificate in chain: CN=Meridian Depot CA G1\n15:01:13 ERROR VERIFY error 19\n15:01:13 ERROR TLS handshake failed\n15:01:18 INFO  retry 1 of 5\n',
          ),
        ],
      },
      {
        at: '+40m',
        by: 'ana',
        take: true,
        move: 'IT',
        tags: ['vpn'],
        note: `depth=1 is the old CA (G1). The image he uses for new laptops still has it; 118 was imaged before the switch and updated by hand. Need to give him the G2 bundle.`,
      },
      {
        at: 'ago 5h10m',
        by: 'ana',
        reply: `Hi Omar,

          the image you use for new laptops still carries the old authority (G1). Please import the bundle from https://support.gotrs.example/files/meridian-g2 and try again - no restart needed. If it works I will send you a refreshed profile for the image.

          Ana`,
      },
      {
        at: 'ago 2h25m',
        portal: 'omar',
        text: `Imported. Different error now: "peer has closed the connection" after about ten seconds. The driver is here and would like to leave, so I've put him on 118 for today.`,
      },
    ],
  },
  {
    name: 'depot-offline',
    language: 'en',
    turns: [
      {
        at: '5 07:31',
        phone: 'ana',
        caller: glen,
        queue: 'IT',
        priority: 'urgent',
        title: 'Depot completely offline',
        text: `Glen at the Meridian depot called: no internet and no VPN since about 07:15, router shows a red light on "WAN". Twelve lorries wait for their papers. They have tried switching it off and on.`,
      },
      {
        at: '+2m',
        by: 'ana',
        take: true,
        tags: ['outage', 'vpn'],
        note: `Provider's status page: fibre cut two streets away, estimate 11:00. Glen has the LTE stick from last year in the drawer.`,
      },
      {
        at: '+11m',
        by: 'ana',
        reply: `Hi Glen,

          as discussed: the provider has a cut fibre near you and expects to be done at 11:00. Your router is now running over the LTE stick, the board and label printing work, cameras are paused to save volume. I will switch you back when the fibre is up.

          Ana`,
      },
      { at: '+4m', mail: glen, text: `first lorry out 0752. good work` },
      {
        at: '+3h36m',
        by: 'ana',
        resolve: true,
        reply: `Fibre is back since 11:14 and you are off LTE again. Please put the stick back in the drawer, it earned it.`,
      },
    ],
  },
]
