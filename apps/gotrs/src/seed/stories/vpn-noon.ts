import { picture } from '../files/demo-files.ts'
import { lineChart } from '../files/pictures.ts'
import { omar, priya } from '../people.ts'
import type { Story } from '../story.ts'

const latency = [22, 21, 23, 22, 24, 23, 180, 640, 720, 690, 210, 30, 24, 22, 23, 21]
const calmer = [22, 21, 23, 22, 24, 23, 26, 31, 29, 30, 27, 24, 24, 22, 23, 21]
const hours = ['08:00', '10:00', '12:00', '14:00', '16:00']

/** One long thread: a fault that is found, mended, and comes back. */
export const vpnNoon: Story[] = [
  {
    name: 'vpn-noon',
    language: 'en',
    turns: [
      {
        at: '9 12:48',
        mail: priya,
        subject: 'VPN drops every day around noon',
        cc: [omar],
        text: `Hello,

          for the third day running the depot VPN becomes unusable between roughly 11:45 and 13:00. The dispatch board freezes, the scanners time out, and then it all comes back by itself as if nothing had happened. It is the busiest hour of our day, so you can imagine how popular I am.

          Nothing has changed on our side that I know of. Omar is in copy for anything technical.

          Kind regards,`,
      },
      { at: '+11m', by: 'ana', priority: 'high', tags: ['vpn'], take: true },
      {
        at: '+5m',
        by: 'ana',
        cc: [omar],
        reply: `Hi Priya, hi Omar,

          thanks for the precise times, that helps a lot. I have switched on recording for your tunnel. Two questions meanwhile:

          1. Does the ordinary internet at the depot slow down too, or only what goes through the VPN?
          2. Is anything scheduled around noon - backups, camera uploads, updates?

          Ana`,
      },
      {
        at: '+26m',
        mail: omar,
        text: `1. Only the VPN. Speedtest is fine, 180/40.
          2. Nothing of ours at noon. Backups run at 02:00.`,
      },
      {
        at: '8 13:20',
        by: 'ana',
        move: 'IT',
        note: `Recording of today: round trip goes from 22 ms to over 700 ms at 11:50 sharp and recovers at 13:05. Packet loss 4 %. CPU of our gateway is idle, so it is not us being busy. Traffic **from** the depot triples in that window, destination is a storage provider.`,
      },
      {
        at: '+15m',
        by: 'ana',
        cc: [omar],
        reply: `I have attached what today looked like from our end.

          The line itself is fine, but something at the depot sends about 60 Mbit/s upstream in exactly that window. It goes to a cloud storage provider. Omar, could the new yard cameras be uploading their recordings over lunch?

          Ana`,
        files: [picture('vpn-latency.png', () => lineChart('Depot tunnel, round trip', 'ms', latency, hours))],
      },
      {
        at: '+1h40m',
        mail: omar,
        text: `Found them. The camera people set the upload to "quiet hours" and their idea of quiet is 11:50-13:00. I've moved it to 01:00. Let's see tomorrow.`,
      },
      {
        at: '7 13:15',
        mail: priya,
        text: `Noon came and went and nobody shouted. First hot lunch this week. Thank you both!`,
      },
      {
        at: '+20m',
        by: 'ana',
        note: `Graph of today attached for the record, flat as it should be. Suggest a traffic rule on their firewall so that the next camera firmware cannot do it again.`,
        files: [picture('vpn-after.png', () => lineChart('Depot tunnel, round trip, after', 'ms', calmer, hours))],
      },
      {
        at: '+4m',
        by: 'ana',
        resolve: true,
        cc: [omar],
        reply: `Glad to hear it. I will also put a cap on uploads from the camera network, so that a firmware update cannot bring this back. Nothing for you to do.

          Enjoy your lunches,
          Ana`,
      },
      {
        at: '3 12:31',
        mail: priya,
        text: `Ana, I am sorry to say it is back. Since 11:50 today, same picture: board frozen, scanners timing out. Could you look at it right away please?`,
      },
      {
        at: '+6m',
        by: 'ana',
        priority: 'urgent',
        note: `The cap went missing when their firewall was replaced on Monday. Camera upload is back at 11:50 as well: factory defaults. @Mara do you have the credentials of the new box?`,
      },
      {
        at: '+9m',
        by: 'mara',
        note: `In the vault under "Meridian depot / FG-60". Put the rule back and exported the configuration this time.`,
      },
      {
        at: '+8m',
        by: 'ana',
        cc: [omar],
        reply: `Hi Priya,

          your firewall was exchanged on Monday and came with factory settings, so our cap was gone and the cameras were back to their old habit. The cap is in place again as of 12:52, latency is down to 25 ms.

          Omar, the upload time in the camera portal needs setting to 01:00 once more - that one I cannot reach.

          Ana`,
      },
      {
        at: '+35m',
        mail: omar,
        text: `Done, and I've exported the camera settings too. Sorry, I should have mentioned the swap.`,
      },
      {
        at: '1 13:40',
        by: 'ana',
        priority: 'high',
        cc: [omar],
        reply: `Hi Priya, hi Omar,

          two quiet noons in a row now, round trip never above 31 ms. I keep an eye on it over Monday, and if it stays like this I will close the ticket.

          Ana`,
      },
    ],
  },
]
