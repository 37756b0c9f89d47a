import { inline, plain } from '../files/demo-files.ts'
import { lineChart, messageBox } from '../files/pictures.ts'
import { glen, omar, priya, sabine } from '../people.ts'
import type { Story } from '../story.ts'

const latency = [22, 21, 23, 22, 24, 23, 180, 640, 720, 690, 210, 30, 24, 22, 23, 21]
const calmer = [22, 21, 23, 22, 24, 23, 26, 31, 29, 30, 27, 24, 24, 22, 23, 21]
const hours = ['08:00', '10:00', '12:00', '14:00', '16:00']

/** The depot's VPN and what else hangs on a wire. */
export const network: Story[] = [
  {
    name: 'vpn-noon',
    language: 'en',
    turns: [
      {
        at: '14 12:48', mail: priya, subject: 'VPN drops every day around noon', cc: [omar],
        text: `Hello,

          for the third day running the depot VPN becomes unusable between roughly 11:45 and 13:00. The dispatch board freezes, the scanners time out, and then it all comes back by itself as if nothing had happened. It is the busiest hour of our day, so you can imagine how popular I am.

          Nothing has changed on our side that I know of. Omar is in copy for anything technical.

          Kind regards,`,
      },
      { at: '+11m', by: 'ana', priority: 'high', tags: ['vpn'], take: true },
      {
        at: '+5m', by: 'ana', cc: [omar],
        reply: `Hi Priya, hi Omar,

          thanks for the precise times, that helps a lot. I have switched on recording for your tunnel. Two questions meanwhile:

          1. Does the ordinary internet at the depot slow down too, or only what goes through the VPN?
          2. Is anything scheduled around noon - backups, camera uploads, updates?

          Ana`,
      },
      {
        at: '+26m', mail: omar, text: `1. Only the VPN. Speedtest is fine, 180/40.
          2. Nothing of ours at noon. Backups run at 02:00.`,
      },
      {
        at: '13 13:20', by: 'ana', move: 'IT',
        note: `Recording of today: round trip goes from 22 ms to over 700 ms at 11:50 sharp and recovers at 13:05. Packet loss 4 %. CPU of our gateway is idle, so it is not us being busy. Traffic **from** the depot triples in that window, destination is a storage provider.`,
      },
      {
        at: '+15m', by: 'ana', cc: [omar],
        reply: `Here is what today looked like from our end:

          [[vpn-latency]]

          The line itself is fine, but something at the depot sends about 60 Mbit/s upstream in exactly that window. It goes to a cloud storage provider. Omar, could the new yard cameras be uploading their recordings over lunch?

          Ana`,
        files: [inline('vpn-latency', () => lineChart('Depot tunnel, round trip', 'ms', latency, hours))],
      },
      { at: '+1h40m', mail: omar, text: `Found them. The camera people set the upload to "quiet hours" and their idea of quiet is 11:50-13:00. I've moved it to 01:00. Let's see tomorrow.` },
      { at: '12 13:15', mail: priya, text: `Noon came and went and nobody shouted. First hot lunch this week. Thank you both!` },
      { at: '+20m', by: 'ana', note: `Graph of today attached for the record, flat as it should be. Suggest a traffic rule on their firewall so that the next camera firmware cannot do it again.`, files: [inline('vpn-after', () => lineChart('Depot tunnel, round trip, after', 'ms', calmer, hours))] },
      {
        at: '+4m', by: 'ana', resolve: true, cc: [omar],
        reply: `Glad to hear it. I will also put a cap on uploads from the camera network, so that a firmware update cannot bring this back. Nothing for you to do.

          Enjoy your lunches,
          Ana`,
      },
      { at: '3 12:31', mail: priya, text: `Ana, I am sorry to say it is back. Since 11:50 today, same picture: board frozen, scanners timing out. Could you look at it right away please?` },
      { at: '+6m', by: 'ana', priority: 'urgent', note: `The cap went missing when their firewall was replaced on Monday. Camera upload is back at 11:50 as well: factory defaults. @Mara do you have the credentials of the new box?` },
      { at: '+9m', by: 'mara', note: `In the vault under "Meridian depot / FG-60". Put the rule back and exported the configuration this time.` },
      {
        at: '+8m', by: 'ana', cc: [omar],
        reply: `Hi Priya,

          your firewall was exchanged on Monday and came with factory settings, so our cap was gone and the cameras were back to their old habit. The cap is in place again as of 12:52, latency is down to 25 ms.

          Omar, the upload time in the camera portal needs setting to 01:00 once more - that one I cannot reach.

          Ana`,
      },
      { at: '+35m', mail: omar, text: `Done, and I've exported the camera settings too. Sorry, I should have mentioned the swap.` },
      { at: '1 13:40', by: 'ana', priority: 'high', note: `Two quiet noons in a row. I'll close this with Priya on Monday if it stays quiet.` },
    ],
  },
  {
    name: 'wlan-besprechung',
    language: 'de',
    turns: [
      {
        at: '3 09:34', mail: sabine, subject: 'WLAN im Besprechungszimmer',
        text: `Guten Morgen,

          im großen Besprechungszimmer bricht das WLAN ständig ab, sobald mehr als vier Personen darin sitzen. Gestern mussten wir eine Mandantenbesprechung über das Handy von Frau Vogt führen, das war etwas unangenehm.

          Am Freitag kommen acht Gäste. Lässt sich bis dahin etwas machen?

          Viele Grüße`,
      },
      { at: '+31m', by: 'ana', take: true, move: 'IT', tags: ['wifi'] },
      {
        at: '+8m', by: 'ana',
        reply: `Guten Morgen Frau Huber,

          der Zugangspunkt im Flur versorgt das Besprechungszimmer durch zwei Wände mit, für acht Gäste reicht das nicht. Ich schicke Ihnen heute einen zweiten Zugangspunkt per Kurier, fertig eingerichtet. Er muss nur an die Netzwerkdose neben dem Bildschirm gesteckt werden.

          Bis dahin hilft es, die Laptops im Zimmer in das Netz „VP-5G“ zu buchen.

          Viele Grüße
          Ana Ribeiro`,
      },
      { at: '+42m', mail: sabine, text: `Das klingt wunderbar. An der Dose steckt allerdings schon das Telefon. Kann man das teilen?` },
      { at: '+25m', by: 'ana', reply: `Ja, der Zugangspunkt hat eine zweite Buchse, an die Sie das Telefon stecken können. Ein kurzes Kabel liegt bei.` },
      { at: '2 14:05', mail: sabine, text: `Paket ist da, Gerät blinkt grün, acht Laptops getestet. Vielen Dank für die schnelle Hilfe!` },
      { at: '+50m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'vpn-new-laptop',
    language: 'en',
    turns: [
      {
        at: '1 15:22', portal: 'omar', title: 'VPN client refuses certificate on MF-LT-124',
        text: `New laptop, profile imported as usual, and this is what I get. The same profile works on MF-LT-118. Clock is right, I checked.

          Log attached. The laptop goes out to a driver tomorrow, so a quick hint would be great.`,
        files: [
          inline('vpn-certificate', () => messageBox('Depot VPN', ['The connection was refused.', 'Certificate of the gateway is not trusted (19)', 'Profile: MF-LT-124'], 'Close')),
          plain('vpn-client.log', 'text/plain', '15:01:12 INFO  profile MF-LT-124 loaded\n15:01:12 INFO  gateway vpn.northwind.example:1194 udp\n15:01:13 INFO  TLS handshake started\n15:01:13 WARN  VERIFY depth=1 self-signed certificate in chain: CN=Meridian Depot CA G1\n15:01:13 ERROR VERIFY error 19\n15:01:13 ERROR TLS handshake failed\n15:01:18 INFO  retry 1 of 5\n'),
        ],
      },
      { at: '+40m', by: 'ana', take: true, move: 'IT', tags: ['vpn'], note: `depth=1 is the old CA (G1). The image he uses for new laptops still has it; 118 was imaged before the switch and updated by hand. Need to give him the G2 bundle.` },
      {
        at: 'ago 5h10m', by: 'ana',
        reply: `Hi Omar,

          the image you use for new laptops still carries the old authority (G1). Please import the bundle from https://support.gotrs.example/files/meridian-g2 and try again - no restart needed. If it works I will send you a refreshed profile for the image.

          Ana`,
      },
      { at: 'ago 2h25m', portal: 'omar', text: `Imported. Different error now: "peer has closed the connection" after about ten seconds. The driver is here and would like to leave, so I've put him on 118 for today.` },
    ],
  },
  {
    name: 'depot-offline',
    language: 'en',
    turns: [
      {
        at: '5 07:31', phone: 'ana', caller: glen, queue: 'IT', priority: 'urgent', title: 'Depot completely offline',
        text: `Glen at the Meridian depot called: no internet and no VPN since about 07:15, router shows a red light on "WAN". Twelve lorries wait for their papers. They have tried switching it off and on.`,
      },
      { at: '+2m', by: 'ana', take: true, tags: ['outage', 'vpn'], note: `Provider's status page: fibre cut two streets away, estimate 11:00. Glen has the LTE stick from last year in the drawer.` },
      {
        at: '+11m', by: 'ana',
        reply: `Hi Glen,

          as discussed: the provider has a cut fibre near you and expects to be done at 11:00. Your router is now running over the LTE stick, the board and label printing work, cameras are paused to save volume. I will switch you back when the fibre is up.

          Ana`,
      },
      { at: '+4m', mail: glen, text: `first lorry out 0752. good work` },
      { at: '+3h36m', by: 'ana', resolve: true, reply: `Fibre is back since 11:14 and you are off LTE again. Please put the stick back in the drawer, it earned it.` },
    ],
  },
]
