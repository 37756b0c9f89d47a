import { inline, picture, plain } from '../files/demo-files.ts'
import { barChart, messageBox } from '../files/pictures.ts'
import { annika, kenji, piotr, sanne } from '../people.ts'
import type { Story } from '../story.ts'

/** Faults as they are reported, most of them still being looked into. */
export const reports: Story[] = [
  {
    name: 'slow-board',
    language: 'nl',
    turns: [
      {
        at: '2 09:12',
        mail: sanne,
        subject: 'Planbord heel traag',
        text: `Hoi,

          het planbord doet er sinds deze week ongeveer tien seconden over om te openen. Vorige week was dat nog één seconde. Ik heb het een paar dagen bijgehouden:

          [[planbord]]

          We hebben wel net de winterbeurten ingepland, dus er staat veel meer op dan anders.

          Groetjes,`,
        files: [
          inline('planbord', () =>
            barChart(
              'Planbord openen',
              's',
              [1.2, 1.1, 1.4, 6.8, 9.1, 9.4, 9.9],
              ['-6', '-5', '-4', '-3', '-2', '-1', '0'],
            ),
          ),
        ],
      },
      {
        at: '+34m',
        by: 'ana',
        take: true,
        tags: ['bug', 'performance'],
        note: `4,100 jobs on one board, the next largest has 900. The board asks for the stock of every job by itself. NW-3352.`,
      },
      {
        at: '+11m',
        by: 'ana',
        reply: `Hoi Sanne,

          mooie grafiek, dank je! Jullie bord heeft nu ruim 4.000 opdrachten en daar loopt de weergave op vast. Een verbetering is in de maak, ik verwacht die begin volgende week.

          Tot dan helpt het om rechtsboven de weergave „Twee weken” te kiezen, dat scheelt het meeste.

          Ana`,
      },
      { at: '1 08:22', mail: sanne, text: `Met twee weken gaat het prima. Ik wacht het af, dank!` },
    ],
  },
  {
    name: 'import-doubles',
    language: 'pl',
    turns: [
      {
        at: '3 11:40',
        mail: piotr,
        subject: 'Import magazynu podwaja pozycje',
        text: `Dzień dobry,

          po imporcie stanu magazynowego każda pozycja pojawia się dwa razy, raz z ilością, raz z zerem. Plik w załączniku. Dwa tygodnie temu ten sam plik wczytał się poprawnie.

          Pozdrawiam,`,
        files: [
          plain(
            'magazyn.csv',
            'text/csv',
            'indeks;nazwa;ilosc\n 10-2241;Filtr oleju;14\n 10-2250;Klocki hamulcowe przód;6\n 10-2251;Klocki hamulcowe tył;8\n 10-3107;Płyn hamulcowy 1 l;22\n',
          ),
        ],
      },
      {
        at: '+1h05m',
        by: 'ana',
        take: true,
        tags: ['bug', 'import'],
        reply: `Dzień dobry,

          dziękuję za plik. Przed każdym indeksem jest spacja, a od ostatniej wersji importer traktuje „10-2241” i „ 10-2241” jako dwa różne produkty. To nasz błąd, poprawiamy go.

          Czy mam usunąć z magazynu zdublowane pozycje z zerem? Jest ich 212.

          Ana Ribeiro`,
      },
      { at: '2 07:58', mail: piotr, text: `Tak, bardzo proszę usunąć. I dziękuję za szybką odpowiedź.` },
      {
        at: '+2h20m',
        by: 'ana',
        reply: `Gotowe, usunęłam 212 pozycji, żadna nie miała historii. Poprawka importu będzie w wersji 5.8.5.`,
      },
    ],
  },
  {
    name: 'camera-scanner',
    language: 'ja',
    turns: [
      {
        at: '1 02:10',
        mail: kenji,
        subject: 'バーコードが読み取れません',
        text: `サポートご担当者様

          佐藤電機の佐藤です。在庫のバーコードを読み取ろうとすると、カメラは起動するのですが、認識されずに画面が戻ってしまいます。iPad（第9世代）で、先週までは使えておりました。

          お手数ですが、ご確認をお願いいたします。`,
      },
      {
        at: '1 08:31',
        by: 'ana',
        take: true,
        tags: ['bug', 'mobile'],
        reply: `佐藤様

          お問い合わせありがとうございます。確認のため、アプリの「設定」→「診断」→「記録を送信」を押していただけますでしょうか。また、バーコードの種類（JAN、QRなど）もお知らせください。

          Ana`,
      },
      {
        at: 'ago 5h50m',
        mail: kenji,
        text: `記録を送信しました。種類はJAN（13桁）です。QRコードは問題なく読み取れます。`,
      },
    ],
  },
  {
    name: 'photos-lost',
    language: 'de',
    turns: [
      {
        at: 'ago 3h40m',
        mail: annika,
        subject: 'Fotos lassen sich nicht mehr anhängen – dringend',
        text: `Hallo,

          seit heute früh kommt beim Anhängen von Fotos „NW-4102“, Bild anbei. Meine Monteure stehen beim Kunden und können die Abnahme nicht dokumentieren. Bitte um schnelle Rückmeldung!`,
        files: [
          picture('bildschirmfoto.png', () =>
            messageBox(
              'Northwind Workshop',
              ['Die Auftragskarte konnte nicht gespeichert werden.', 'NW-4102: attachment store is not writable'],
              'OK',
            ),
          ),
        ],
      },
      {
        at: '+8m',
        by: 'ana',
        take: true,
        priority: 'urgent',
        tags: ['bug', 'attachments'],
        note: `Second report of NW-4102 today (see the French one, still unassigned). Store 3 is read-only since the maintenance last night. @Mara?`,
      },
      {
        at: '+5m',
        by: 'ana',
        reply: `Hallo Frau Brandt,

          ein Teil unseres Speichers nimmt seit der Wartung heute Nacht keine Dateien an. Wir sind dran. Die Monteure können weiterarbeiten: Fotos mit der Kamera-App aufnehmen und später anhängen, alles andere wird gespeichert.

          Ich melde mich, sobald es wieder geht.
          Ana Ribeiro`,
      },
      {
        at: 'ago 2h50m',
        mail: annika,
        text: `Danke, so machen wir es. Die erste Abnahme ist um 15 Uhr, bis dahin wäre schön.`,
      },
      {
        at: 'ago 2h35m',
        by: 'mara',
        note: `Store 3 is writable again, I am checking the backlog before we tell anybody.`,
      },
      {
        at: 'ago 2h20m',
        by: 'ana',
        draft: `Hallo Frau Brandt,

          der Speicher nimmt seit 20 Minuten wieder Dateien an. Bitte`,
      },
    ],
  },
]
