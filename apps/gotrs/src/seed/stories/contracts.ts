import { pdf } from '../files/demo-files.ts'
import { annika, benoit, layla } from '../people.ts'
import type { Story } from '../story.ts'

/** Standing orders, reminders, plans. */
export const contracts: Story[] = [
  {
    name: 'lastschrift',
    language: 'de',
    turns: [
      {
        at: '7 16:11',
        portal: 'lena',
        title: 'Umstellung auf SEPA-Lastschrift',
        text: `Guten Tag,

          wir möchten die Rechnungen künftig per Lastschrift bezahlen statt per Kreditkarte. Was benötigen Sie dafür von uns?

          Freundliche Grüße
          Lena Vogt`,
      },
      { at: '6 08:35', by: 'ben', move: 'Billing', take: true, tags: ['payment'] },
      {
        at: '+10m',
        by: 'ben',
        reply: `Guten Morgen Frau Vogt,

          nur das unterschriebene Mandat im Anhang. Sie können es hier im Portal hochladen oder per E-Mail zurückschicken. Die Umstellung gilt ab der nächsten Rechnung, bis dahin läuft die Karte weiter.

          Freundliche Grüße
          Ben Okafor`,
        files: [
          pdf('SEPA-Mandat Northwind.pdf', [
            'SEPA-Lastschriftmandat',
            'Northwind Tools Ltd',
            'Gläubiger-ID: GB41ZZZ0000987654',
            '',
            'Kontoinhaber: ______________________________',
            'IBAN: ______________________________',
            '',
            'Ort, Datum, Unterschrift: ______________________________',
          ]),
        ],
      },
      {
        at: '+2h25m',
        portal: 'lena',
        text: `Anbei das unterschriebene Mandat. Bitte bestätigen Sie mir kurz den Eingang.`,
        files: [
          pdf('SEPA-Mandat Vogt und Partner.pdf', [
            'SEPA-Lastschriftmandat',
            'Northwind Tools Ltd',
            'Gläubiger-ID: GB41ZZZ0000987654',
            '',
            'Kontoinhaber: Vogt & Partner mbB',
            'IBAN: DE02 1203 0000 0000 2020 51',
            '',
            'Berlin, L. Vogt',
          ]),
        ],
      },
      {
        at: '+19m',
        by: 'ben',
        resolve: true,
        reply: `Ist angekommen und hinterlegt, vielen Dank. Die nächste Rechnung buchen wir zum Ersten ab.`,
      },
    ],
  },
  {
    name: 'mahnung-bezahlt',
    language: 'de',
    turns: [
      {
        at: '10 15:02',
        mail: annika,
        subject: 'Mahnung trotz Zahlung!',
        text: `Hallo,

          heute kam die zweite Mahnung für NW-20402. Die Rechnung ist seit drei Wochen bezahlt, ich habe den Überweisungsbeleg schon auf die erste Mahnung hin geschickt und nie eine Antwort bekommen.

          So langsam werde ich sauer. Bitte klären Sie das und schicken Sie mir eine Bestätigung, dass nichts mehr offen ist.`,
        files: [
          pdf('Ueberweisung NW-20402.pdf', [
            'Überweisungsauftrag',
            'Metallbau Brandt',
            '',
            'Empfänger: Northwind Tools Ltd',
            'Betrag: 348,00 €',
            'Verwendungszweck: NW-20204',
            '',
            'ausgeführt',
          ]),
        ],
      },
      {
        at: '+26m',
        by: 'ben',
        move: 'Billing',
        take: true,
        priority: 'high',
        tags: ['invoice', 'complaint'],
        note: `Reference on the transfer is NW-20204 instead of NW-20402, so it sat unassigned. Her earlier mail went to the no-reply address of the reminder, nobody reads that. We should say so in the template.`,
      },
      {
        at: '+12m',
        by: 'ben',
        reply: `Hallo Frau Brandt,

          Ihr Ärger ist verständlich, bitte entschuldigen Sie. Das Geld ist längst da, es war nur nicht zugeordnet: auf der Überweisung steht NW-20204 statt NW-20402. Ihre erste Nachricht ging an eine Adresse, die niemand liest, auch das ist unser Fehler.

          **Rechnung NW-20402 ist vollständig bezahlt, es ist nichts mehr offen.** Die Mahnungen sind storniert, Gebühren fallen keine an.

          Ben Okafor`,
      },
      {
        at: '+44m',
        mail: annika,
        text: `Danke, dann ist ja gut. Der Zahlendreher war meiner, das hätte ich sehen können. Nichts für ungut!`,
      },
      { at: '9 08:20', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'second-branch',
    language: 'ar',
    turns: [
      {
        at: 'ago 3h10m',
        mail: layla,
        subject: 'إضافة فرع ثانٍ إلى الاشتراك',
        text: `السلام عليكم،

          سنفتتح فرعنا الثاني في جدة الشهر القادم، ونودّ إضافته إلى حسابنا الحالي.

          - هل يمكن أن يكون لكل فرع مخزون منفصل مع تقرير موحّد؟
          - كم تبلغ تكلفة ثمانية مستخدمين إضافيين؟
          - هل يمكن إصدار الفواتير باسم الفرع الجديد؟

          نرجو الرد قبل نهاية الأسبوع إن أمكن.

          مع خالص التحية،`,
      },
    ],
  },
  {
    name: 'renouvellement',
    language: 'fr',
    turns: [
      {
        at: '2 16:40',
        mail: benoit,
        subject: 'Renouvellement annuel – augmentation de 9 %',
        text: `Bonjour,

          nous venons de recevoir votre avis de renouvellement avec une hausse de 9 %. Notre contrat prévoit une indexation plafonnée à 5 % (article 7.2).

          Merci de nous faire parvenir une proposition corrigée. À défaut, nous devrons étudier d'autres solutions.

          Cordialement,`,
      },
      {
        at: '1 08:52',
        by: 'ben',
        move: 'Billing',
        take: true,
        priority: 'high',
        tags: ['contract'],
        note: `He is right about 7.2, it came with the contract of the reseller and our price list ignores it. @Mara I need your OK for 5 %: 1,239 instead of 1,286.20.`,
      },
      {
        at: '+3h10m',
        by: 'mara',
        note: `OK for 5 %. And please check whether the other reseller contracts have the same clause before we send more of these.`,
      },
      {
        at: '+25m',
        by: 'ben',
        reply: `Bonjour Monsieur Mercier,

          après vérification, l'article 7.2 s'applique bien. Le renouvellement se fera à **1 239,00 € HT** (+5 %). Vous recevrez l'avis corrigé d'ici lundi.

          Veuillez nous excuser pour cette erreur.

          Cordialement,
          Ben Okafor`,
      },
    ],
  },
]
