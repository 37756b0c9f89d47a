import { inline, plain } from '../files/demo-files.ts'
import { messageBox } from '../files/pictures.ts'
import { camille, chidi } from '../people.ts'
import type { Story } from '../story.ts'

/** What programs and stores answer when they should not. */
export const integrations: Story[] = [
  {
    name: 'api-500',
    language: 'en',
    turns: [
      {
        at: '5 10:31',
        mail: chidi,
        subject: 'POST /v2/jobs returns 500 for some customers',
        text: `Hi,

          since this morning about one in five of our calls to create a job fails. Always the same customers, so it is not load.

          \`\`\`
          POST /v2/jobs HTTP/1.1
          {"customer":"C-2291","title":"Inverter swap","slots":[{"day":"2027-02-31"}]}

          HTTP/1.1 500 Internal Server Error
          x-request-id: 7f0c2c1e-93a1
          {"error":"internal"}
          \`\`\`

          We retry three times and then park it; 214 parked so far. Request ids of the last ten are in the file.`,
        files: [
          plain(
            'failed-requests.txt',
            'text/plain',
            Array.from(
              { length: 10 },
              (_, at) =>
                `10:${String(12 + at).padStart(2, '0')}:0${at % 6}Z 500 7f0c2c1e-93${(0xa1 + at * 7).toString(16)} POST /v2/jobs C-${2291 + (at % 3) * 14}`,
            ).join('\n'),
          ),
        ],
      },
      {
        at: '+17m',
        by: 'ana',
        take: true,
        tags: ['bug', 'api'],
        priority: 'high',
        reply: `Hi Chidi,

          thanks for the request ids. Seven of the ten die in the slot validation: the payload has "2027-02-31", a day that does not exist. A 500 is of course the wrong answer to that, it ought to be a 422 that names the field. I am passing that on.

          Could something on your side generate the 31st for short months?

          Ana`,
      },
      {
        at: '+22m',
        mail: chidi,
        text: `Ouch. "last day of month" was hard-coded by someone who has left (me, two years ago). Fixing it now.

          But the other three are C-2305, with a perfectly valid date, and they fail too. See 7f0c2c1e-93bd.`,
      },
      {
        at: '+44m',
        by: 'ana',
        note: `93bd is different: the customer was merged with another this summer and the API still resolves the old id to a deleted row. Real bug. NW-3340.`,
      },
      {
        at: '+4m',
        by: 'ana',
        reply: `You are right, that one is ours. C-2305 was merged into C-1187 this summer, and the API looks for the old record. Until the fix is out, please send C-1187 - every parked job for C-2305 should then go through.`,
      },
      {
        at: '+36m',
        mail: chidi,
        text: `Confirmed, the parked ones for C-2305 are through. 0 parked now.

          Is there a way to find out that a customer has been merged? We cache the ids.`,
      },
      {
        at: '+51m',
        by: 'ana',
        reply: `Not yet. The fix will answer old ids with a 301 and the new id, so a client that follows redirects needs no change. Planned for 5.8.4, I will let you know here.`,
      },
      { at: '+9m', mail: chidi, text: `301 works for us. Thanks for the straight answers.` },
      {
        at: '2 11:15',
        by: 'ana',
        resolve: true,
        reply: `Hi Chidi, 5.8.4 is live: impossible dates get a 422 with the field's name, merged customers a 301. Release notes: https://support.gotrs.example/releases/5-8-4`,
      },
    ],
  },
  {
    name: 'save-failed',
    language: 'fr',
    turns: [
      {
        at: 'ago 4h05m',
        mail: camille,
        subject: 'Impossible d’enregistrer une fiche de travail',
        text: `Bonjour,

          depuis ce matin, dès que je joins une photo à une fiche, j'obtiens ceci :

          [[enregistrement]]

          Sans photo, tout va bien. Mes deux collègues ont le même problème, sur Mac comme sur Windows.

          Merci de votre aide,`,
        files: [
          inline('enregistrement', () =>
            messageBox(
              'Northwind Workshop',
              ["La fiche n'a pas pu etre enregistree.", 'NW-4102: attachment store is not writable'],
              'Fermer',
            ),
          ),
        ],
      },
    ],
  },
]
