import { picture } from '../files/demo-files.ts'
import { tableScreen } from '../files/pictures.ts'
import { benoit, giulia, yousef } from '../people.ts'
import type { Story } from '../story.ts'

/** What is there, and shown wrongly. */
export const display: Story[] = [
  {
    name: 'ricerca-accenti',
    language: 'it',
    turns: [
      {
        at: '7 10:18',
        mail: giulia,
        subject: 'La ricerca non trova i nomi con l’accento',
        text: `Buongiorno,

          se cerco "Nicolò" non trovo nulla, se cerco "Nicolo" sì, ma solo metà dei clienti. Prima funzionava in tutti e due i modi.

          Grazie,`,
      },
      {
        at: '+48m',
        by: 'ana',
        take: true,
        tags: ['bug', 'search'],
        reply: `Buongiorno Giulia,

          confermo, è un difetto della versione 5.8: i nomi scritti su Mac e quelli scritti su Windows usano due forme diverse della stessa lettera. Lo correggiamo con la 5.8.4.

          Ana`,
      },
      {
        at: '2 11:25',
        by: 'ana',
        resolve: true,
        reply: `Buongiorno Giulia, la 5.8.4 è attiva da stamattina e "Nicolò" si trova in tutti i modi. Se ne sfugge ancora uno, mi scriva pure.`,
      },
    ],
  },
  {
    name: 'arabic-numbers',
    language: 'ar',
    turns: [
      {
        at: '7 07:40',
        mail: yousef,
        subject: 'الأرقام معكوسة في ملف PDF',
        text: `السلام عليكم، عند طباعة عرض السعر بصيغة PDF تظهر أرقام الهاتف معكوسة، مثلاً 0501234 تظهر 4321050. على الشاشة كل شيء صحيح.

          أرجو الحل بسرعة لأن العميل ينتظر العرض.`,
        files: [
          picture('quote.png', () =>
            tableScreen(
              'Quote 118',
              [
                ['Phone', 'Total'],
                ['4321050', '3,450.00 SAR'],
              ],
              1,
            ),
          ),
        ],
      },
      {
        at: '+55m',
        by: 'ana',
        take: true,
        tags: ['bug', 'pdf', 'rtl'],
        priority: 'high',
        note: `Same renderer as the Japanese boxes (NW-3331), another fault: digits are turned round inside a right-to-left paragraph. NW-3344.`,
      },
      {
        at: '+14m',
        by: 'ana',
        reply: `وعليكم السلام يوسف،

          شكراً على الصورة، المشكلة واضحة لدينا. إلى أن يصدر التصحيح يمكنك اختيار «معاينة الطباعة» ثم «حفظ بصيغة PDF»، وستظهر الأرقام صحيحة.

          سأخبرك فور صدور التحديث.

          آنا`,
      },
      { at: '+33m', mail: yousef, text: `جزاك الله خيراً، نجحت الطريقة وأرسلت العرض للعميل.` },
      {
        at: '2 11:40',
        by: 'ana',
        resolve: true,
        reply: `يوسف، صدر التحديث 5.8.4 وأصبحت الأرقام تظهر بشكل صحيح في ملفات PDF مباشرة. شكراً لصبرك.`,
      },
    ],
  },
  {
    name: 'calendrier-decale',
    language: 'fr',
    turns: [
      {
        at: '14 08:30',
        mail: benoit,
        subject: 'Rendez-vous décalés d’une heure',
        text: `Bonjour,

          depuis la mise à jour de vendredi, tous les rendez-vous récurrents apparaissent une heure trop tôt dans le calendrier partagé. Deux techniciens se sont présentés en avance ce matin.

          Cordialement,`,
      },
      { at: '+25m', by: 'ana', take: true, tags: ['bug', 'calendar'], priority: 'high' },
      {
        at: '+31m',
        by: 'ana',
        reply: `Bonjour Monsieur Mercier,

          les rendez-vous eux-mêmes sont corrects, c'est le flux partagé vers votre agenda qui garde l'ancien décalage. Il suffit de supprimer l'abonnement puis de le recréer : Profil > Calendrier > Nouveau lien.

          Ana Ribeiro`,
      },
      { at: '+2h', mail: benoit, text: `Cela fonctionne pour moi. Je transmets la procédure aux équipes.` },
      { at: '13 09:15', by: 'ana', resolve: true },
    ],
  },
]
