import { ines, misaki, sanne, stefan } from '../people.ts'
import type { Story } from '../story.ts'

/** Wishes, and questions that have only just come in. */
export const requests: Story[] = [
  {
    name: 'feiertage',
    language: 'de',
    turns: [
      {
        at: '5 14:48',
        portal: 'lena',
        title: 'Feiertage je Bundesland im Kalender',
        text: `Guten Tag,

          lässt sich im Kalender hinterlegen, dass unser Büro in Potsdam am Reformationstag geschlossen hat, das in Berlin aber nicht? Im Moment schlägt das System für beide Standorte denselben Tag vor.

          Freundliche Grüße
          Lena Vogt`,
      },
      {
        at: '4 09:05',
        by: 'ben',
        take: true,
        tags: ['question', 'calendar'],
        reply: `Guten Tag Frau Vogt,

          ja: unter Einstellungen > Standorte gibt es je Standort das Feld „Feiertage“. Wählen Sie für Potsdam „Brandenburg“ und für Berlin „Berlin“. Bereits geplante Termine verschieben sich dadurch nicht, sie werden nur markiert.

          Ben Okafor`,
      },
      {
        at: '3 15:31',
        portal: 'lena',
        text: `Vielen Dank, das funktioniert. Eine Frage noch: Gilt das auch für die Urlaubsplanung der Mitarbeiter, die an beiden Standorten arbeiten?`,
      },
      { at: '+1h08m', by: 'ben', note: `Not sure. I think the main location counts. Asked Daniel.` },
    ],
  },
  {
    name: 'label-order',
    language: 'ja',
    turns: [
      {
        at: '2 01:35',
        mail: misaki,
        subject: 'ラベルの並び順について',
        text: `お世話になっております。美咲工房の田中です。

          出荷ラベルを印刷する際、注文日順ではなくお客様名の五十音順に並べることは可能でしょうか。

          よろしくお願いいたします。`,
      },
      {
        at: '2 08:50',
        by: 'ana',
        take: true,
        tags: ['question'],
        reply: `田中様

          お世話になっております。現在は注文日順と郵便番号順のみとなっております。五十音順のご要望は開発担当に伝えました。

          代わりに、一覧をお客様名で並べ替えてから「選択したものを印刷」をお使いいただくと、その順番で印刷されます。

          Ana`,
      },
      {
        at: '1 01:12',
        mail: misaki,
        text: `「選択したものを印刷」で希望どおりになりました。ありがとうございます。五十音順の対応も楽しみにしております。`,
      },
      { at: '1 08:45', by: 'ana', resolve: true, tags: ['feature'] },
    ],
  },
  {
    name: 'tablet-workshop',
    language: 'de',
    turns: [
      {
        at: '1 12:12',
        mail: stefan,
        subject: 'Welches Tablet für die Werkstatt?',
        text: `Guten Tag,

          wir möchten die Auftragskarten in der Werkstatt auf einem Tablet anzeigen. Es muss Staub vertragen und mit Handschuhen zu bedienen sein. Haben Sie eine Empfehlung? Und läuft Ihre App auch ohne Google-Konto?

          Mit freundlichen Grüßen`,
      },
    ],
  },
  {
    name: 'pwa-feedback',
    language: 'nl',
    turns: [
      {
        at: 'ago 1h55m',
        mail: sanne,
        subject: 'Complimentje + vraagje',
        text: `Hoi allemaal,

          even een complimentje: de nieuwe werkbon op de telefoon is echt fijn, de monteurs zijn er blij mee.

          Vraagje: kan de handtekening van de klant ook liggend? Staand is het vakje wat klein voor grote handen.

          Groetjes,`,
      },
    ],
  },
  {
    name: 'catalogo',
    language: 'pt',
    turns: [
      {
        at: '4 10:26',
        mail: ines,
        subject: 'Fotografias no catálogo',
        text: `Bom dia,

          é possível mostrar mais do que uma fotografia por artigo no catálogo? Para as cadeiras precisávamos de frente, lado e tecido.

          Obrigada,`,
      },
      {
        at: '+50m',
        by: 'ben',
        take: true,
        tags: ['question'],
        reply: `Bom dia, Inês,

          sim, até oito por artigo: abra o artigo, separador «Imagens», e arraste-as para a ordem que quiser. A primeira é a que aparece nas listas.

          Ben`,
      },
      { at: '+2h12m', mail: ines, text: `Que bom, estava mesmo à vista! Obrigada, Ben.` },
      { at: '+8m', by: 'ben', resolve: true },
    ],
  },
]
