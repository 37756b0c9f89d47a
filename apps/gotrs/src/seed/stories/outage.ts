import { derek, ines, sanne, watchdog } from '../people.ts'
import type { Story } from '../story.ts'

/** The morning on which nothing was saved, as several people saw it. */
export const outage: Story[] = [
  {
    name: 'alert-eu1',
    language: 'en',
    turns: [
      {
        at: '6 08:02',
        mail: watchdog,
        subject: '[DOWN] api-eu1.northwind.example - HTTP 503',
        automatic: 'auto-generated',
        text: `Monitor: api-eu1.northwind.example
          State: DOWN (HTTP 503, expected 200)
          Since: 08:01 UTC, checked from Frankfurt, London, Madrid

          https://uptime-watch.example/incidents/88213`,
        html: `<table width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7"><tr><td align="center" style="padding:24px">
<table width="520" cellpadding="0" cellspacing="0" style="background:#ffffff;border:1px solid #e1e4e8"><tr><td style="padding:14px 20px;background:#b42318;color:#ffffff;font-family:Arial,sans-serif;font-size:16px"><strong>DOWN</strong> &nbsp; api-eu1.northwind.example</td></tr>
<tr><td style="padding:18px 20px;font-family:Arial,sans-serif;font-size:14px;color:#1f2933">State: <strong>HTTP 503</strong>, expected 200<br>Since: 08:01 UTC<br>Checked from: Frankfurt, London, Madrid</td></tr>
<tr><td style="padding:0 20px 20px"><a href="https://uptime-watch.example/incidents/88213" style="font-family:Arial,sans-serif;font-size:14px;color:#b42318">Open incident 88213</a></td></tr></table>
<img src="https://uptime-watch.example/pixel/88213.gif" width="1" height="1" alt=""></td></tr></table>`,
      },
      {
        at: '+3m',
        by: 'mara',
        take: true,
        priority: 'urgent',
        tags: ['outage'],
        move: 'IT',
        note: `Write path is down, reads work. Disk of the primary filled up: the new audit log was never rotated. Making room now.`,
      },
      {
        at: '+27m',
        by: 'mara',
        note: `Writes are back since 08:31. Everything that was entered between 08:01 and 08:31 is in the browsers' queue and comes in by itself; counted 1,204 of 1,204 so far. Status page updated.`,
        resolve: true,
      },
      {
        at: '6 08:33',
        mail: watchdog,
        subject: '[UP] api-eu1.northwind.example - was down for 32 minutes',
        isFresh: true,
        automatic: 'auto-generated',
        text: `Monitor: api-eu1.northwind.example
          State: UP
          Was down for: 32 minutes

          https://uptime-watch.example/incidents/88213`,
      },
      { at: '+6m', by: 'mara', take: true, tags: ['outage'], close: true },
    ],
  },
  {
    name: 'outage-derek',
    language: 'en',
    turns: [
      {
        at: '6 08:09',
        mail: derek,
        subject: 'SYSTEM DOWN AGAIN',
        text: `Your system is down. AGAIN. I have fourteen men standing in the yard and nobody can see which machine goes where. This is the second time in two months.

          I want a phone call from someone who can fix it, not a ticket number.`,
      },
      {
        at: '+4m',
        by: 'ben',
        take: true,
        priority: 'urgent',
        tags: ['outage', 'complaint'],
        note: `Rang him at 08:14, nine minutes of steam. Read him today's dispatch list over the phone (reads work for us), so the yard is moving.`,
      },
      {
        at: '+19m',
        by: 'ben',
        reply: `Mr Mullins,

          as promised on the phone: saving works again since 08:31. What your people entered in between has not been lost, it arrives by itself as soon as their browser window is open.

          You will have a written account of what happened, and of what we are doing about it, from our head of operations today.

          Ben Okafor`,
      },
      {
        at: '+16m',
        mail: derek,
        text: `Working. I'll believe the rest when I read it.

          And I expect a credit for this month. We pay for a service, not for excuses.`,
      },
      {
        at: '+1h10m',
        by: 'mara',
        note: `I take the letter. One month credited (149.00), within what the contract says anyway. Ben, please book it.`,
      },
      {
        at: '+1h25m',
        by: 'mara',
        reply: `Dear Mr Mullins,

          I am responsible for our operations, and I owe you a straight explanation.

          **What happened.** At 08:01 the disk of our main database was full. Reading went on working, saving did not. A log that we introduced last week grew faster than planned, and the alarm for it was set too late.

          **What we have done.** The log now lies on a disk of its own and is cut every hour. The alarm goes off at 70 % instead of 95 %. Both were tested this morning.

          **What is still to do.** A second database that takes over writing by itself goes live within four weeks. I will write to you when it does.

          We credit this month's fee of 149.00 GBP in full. The failure in September had another cause (a faulty router of our provider), but that makes little difference to fourteen men in a yard, and I am sorry for both.

          Mara Lindqvist
          Head of Operations, Northwind Tools`,
      },
      {
        at: '+38m',
        mail: derek,
        text: `Mara

          Fair enough. That is the first proper answer I have had from a software company. Keep me posted on the second database.`,
      },
      { at: '+20m', by: 'ben', note: `Credit booked, NW-C-0315.`, resolve: true },
    ],
  },
  {
    name: 'outage-sanne',
    language: 'nl',
    turns: [
      {
        at: '6 08:16',
        mail: sanne,
        subject: 'Opslaan lukt niet',
        text: `Hoi! Opslaan lukt sinds een kwartier niet meer, bij niemand van ons. Ligt het aan jullie of aan ons internet?`,
      },
      {
        at: '+21m',
        by: 'ana',
        take: true,
        tags: ['outage'],
        resolve: true,
        reply: `Hoi Sanne,

          het lag aan ons: tussen 08:01 en 08:31 kon er niets worden opgeslagen. Het werkt weer, en wat jullie in die tijd hebben ingevoerd, komt vanzelf alsnog binnen. Laat het venster nog even openstaan.

          Groeten,
          Ana`,
      },
      { at: '+12m', mail: sanne, text: `Klopt, alles staat er weer. Fijn!` },
      { at: '+30m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'outage-ines',
    language: 'pt',
    turns: [
      {
        at: '6 08:24',
        mail: ines,
        subject: 'Erro ao gravar encomendas',
        text: `Bom dia,

          desde as oito que não conseguimos gravar encomendas. Aparece «tente novamente mais tarde». Já perdemos três encomendas que o cliente ditou ao telefone?

          Obrigada,`,
      },
      {
        at: '+17m',
        by: 'ana',
        take: true,
        tags: ['outage'],
        reply: `Bom dia, Inês,

          houve uma falha do nosso lado entre as 08:01 e as 08:31, já resolvida. As três encomendas não se perderam: ficaram guardadas no navegador e são enviadas automaticamente. Consegue confirmar que já aparecem na lista?

          Ana`,
      },
      {
        at: '+26m',
        mail: ines,
        text: `Duas já aparecem. A terceira (Hotel Mirante, 24 cadeiras) não, mas a minha colega acha que fechou o computador.`,
      },
      {
        at: '+9m',
        by: 'ana',
        reply: `Então está nesse computador. Basta ligá-lo e abrir o Northwind Workshop, a encomenda segue sozinha.`,
      },
      { at: '+2h05m', mail: ines, text: `Apareceu! Muito obrigada pela ajuda, Ana.` },
      { at: '+12m', by: 'ana', resolve: true },
    ],
  },
]
