import { inline, plain } from '../files/demo-files.ts'
import { tableScreen } from '../files/pictures.ts'
import { joao, misaki, stefan } from '../people.ts'
import type { Story } from '../story.ts'

/** Faults that were found, explained and mended. */
export const bugs: Story[] = [
  {
    name: 'csv-umlaute',
    language: 'de',
    turns: [
      {
        at: '13 11:20',
        mail: stefan,
        subject: 'Export: Umlaute kaputt',
        text: `Guten Tag,

          der Export der Auftragsliste macht aus jedem Umlaut Zeichensalat, aus „Küche Möller“ wird „KÃ¼che MÃ¶ller“. Unser Steuerberater kann damit nichts anfangen. Datei anbei.`,
        files: [
          plain(
            'auftraege.csv',
            'text/csv',
            'Nr;Kunde;Auftrag;Betrag\n1187;KÃ¼che MÃ¶ller;Einbauschrank;2.480,00\n1188;Bäckerei Süß;Theke;5.120,00\n1191;JÃ¤ger & SÃ¶hne;TÃ¼ren (6);3.900,00\n',
          ),
        ],
      },
      {
        at: '+52m',
        by: 'ana',
        take: true,
        tags: ['bug', 'export'],
        reply: `Guten Tag Herr Krüger,

          danke für die Datei, damit ist es sofort klar. Der Export ist richtig kodiert (UTF-8), aber ältere Versionen von Excel erkennen das nicht von selbst. Öffnen Sie die Datei bitte einmal über Daten > Aus Text/CSV und wählen Sie dort „65001: Unicode (UTF-8)“.

          Sieht es dann richtig aus?

          Ana Ribeiro`,
      },
      {
        at: '+1h33m',
        mail: stefan,
        text: `So geht es. Aber ich mache das jeden Monat und mein Steuerberater auch. Das muss doch mit Doppelklick funktionieren, bei der alten Version ging es ja auch.`,
      },
      {
        at: '+40m',
        by: 'ana',
        note: `He has a point: 5.7 wrote a byte order mark, 5.8 dropped it. Filed as NW-3318, Daniel says half an hour of work.`,
      },
      {
        at: '+5m',
        by: 'ana',
        reply: `Da haben Sie recht. Bis zur Version 5.7 stand am Anfang der Datei eine Kennung, an der Excel die Kodierung erkennt, und die ist verloren gegangen. Die Entwicklung baut sie mit dem nächsten Update wieder ein. Ich melde mich, sobald es ausgeliefert ist.`,
      },
      {
        at: '8 10:00',
        by: 'ana',
        resolve: true,
        reply: `Guten Morgen Herr Krüger,

          Version 5.8.3 ist seit heute Nacht aktiv, der Export öffnet sich wieder mit Doppelklick und allen Umlauten.

          Viele Grüße
          Ana Ribeiro`,
      },
      { at: '+47m', mail: stefan, text: `Geht. Sogar das ß. Besten Dank.` },
      { at: '+15m', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'android-crash',
    language: 'pt',
    turns: [
      {
        at: '9 08:15',
        mail: joao,
        subject: 'aplicativo fecha sozinho',
        text: `Bom dia, desde ontem o aplicativo fecha sozinho quando tiro foto do serviço. Já reiniciei o celular. É um Galaxy A54. Segue o log que o aplicativo ofereceu pra enviar`,
        files: [
          plain(
            'northwind-crash.log',
            'text/plain',
            'app 5.8.2 (2231) android 15 SM-A546E\n08:02:41.118 I camera  opened, preview 1080x2400\n08:02:44.902 I camera  captured 4080x3060, 11.8 MB\n08:02:44.931 D image   decoding full size\n08:02:45.377 E image   java.lang.OutOfMemoryError: Failed to allocate a 49939216 byte allocation with 25165824 free bytes\n08:02:45.377 E image     at com.northwind.media.Resize.decode(Resize.kt:88)\n08:02:45.377 E image     at com.northwind.jobs.PhotoStep.onCaptured(PhotoStep.kt:41)\n08:02:45.402 I app     stopping\n',
          ),
        ],
      },
      {
        at: '+29m',
        by: 'ana',
        take: true,
        tags: ['bug', 'mobile'],
        priority: 'high',
        note: `Resize decodes the full picture since 5.8.2. Every phone with a 12+ MP camera is hit. NW-3327, rollback of the photo step is out for beta already.`,
      },
      {
        at: '+6m',
        by: 'ana',
        reply: `Bom dia, João,

          obrigada pelo log, o problema está bem claro: a versão 5.8.2 abre a foto em tamanho completo e a memória não dá conta. A correção sai amanhã cedo.

          Até lá, um jeito de continuar trabalhando: nas configurações da câmera, diminua a resolução para 8 MP.

          Ana`,
      },
      { at: '+15m', mail: joao, text: `com 8mp funcionou. valeu Ana` },
      {
        at: '8 09:12',
        by: 'ana',
        resolve: true,
        reply: `João, a versão 5.8.3 já está na loja. Pode voltar a câmera para a resolução normal.`,
      },
    ],
  },
  {
    name: 'pdf-boxes',
    language: 'ja',
    turns: [
      {
        at: '8 00:52',
        mail: misaki,
        subject: '納品書PDFの文字化けについて',
        text: `ノースウィンド サポートご担当者様

          いつもお世話になっております。美咲工房の田中です。

          昨日のアップデート以降、納品書をPDFで出力すると、日本語の部分がすべて四角（□）になってしまいます。画面上では正しく表示されております。

          [[delivery-note]]

          本日中にお客様へお送りする書類がございますので、ご確認いただけますと幸いです。

          どうぞよろしくお願いいたします。`,
        files: [
          inline('delivery-note', () =>
            tableScreen('納品書 No. 2210', [
              ['品名', '数量', '金額'],
              ['木製トレー', '12', '48,000'],
              ['箸置き', '40', '22,000'],
            ]),
          ),
        ],
      },
      {
        at: '8 08:20',
        by: 'ana',
        take: true,
        priority: 'high',
        tags: ['bug', 'pdf'],
        note: `5.8.3 dropped the CJK fallback font from the renderer image to save 40 MB. Reported as NW-3331. Print preview from the browser still works, since it uses her own fonts.`,
      },
      {
        at: '+12m',
        by: 'ana',
        reply: `田中様

          お世話になっております。Northwind Tools の Ana です。ご不便をおかけし、誠に申し訳ございません。

          昨日のアップデートで、PDF作成に使う日本語フォントが欠けておりました。本日中に修正いたします。お急ぎの書類につきましては、画面右上の「印刷プレビュー」から「PDFに保存」をお選びいただければ、正しく出力されます。

          修正が完了しましたら、改めてご連絡いたします。`,
      },
      {
        at: '+31m',
        mail: misaki,
        text: `Ana様

          早速のご返信ありがとうございます。印刷プレビューの方法で無事に出力できました。修正のご連絡をお待ちしております。

          田中`,
      },
      {
        at: '+5h20m',
        by: 'ana',
        resolve: true,
        reply: `田中様

          修正が完了いたしました。通常のPDF出力で日本語が正しく表示されることを確認しております。このたびはご連絡いただき、ありがとうございました。`,
      },
    ],
  },
]
