import { camille, oksana } from '../people.ts'
import type { Story } from '../story.ts'

/** Who it is that wants in. */
export const security: Story[] = [
  {
    name: 'second-factor',
    language: 'fr',
    turns: [
      {
        at: '12 09:22',
        mail: camille,
        subject: 'Téléphone perdu – plus de code de connexion',
        text: `Bonjour,

          J'ai perdu mon téléphone ce week-end et je n'ai donc plus accès à l'application qui génère les codes. Impossible de me connecter au planning, alors que deux livraisons partent cet après-midi.

          Pouvez-vous désactiver la double authentification sur mon compte ?

          Merci d'avance,`,
      },
      {
        at: '+18m',
        by: 'ben',
        take: true,
        tags: ['login', '2fa'],
        priority: 'high',
        note: `She is an admin of her account, so not on the strength of a mail alone. I'll call the number on file first.`,
      },
      {
        at: '+6m',
        by: 'ben',
        reply: `Bonjour Camille,

          je suis désolé pour votre téléphone. Avant de désactiver la double authentification, je dois vérifier votre identité : je vous appelle dans dix minutes au numéro fixe enregistré pour l'atelier. Êtes-vous joignable ?

          Ben Okafor
          Northwind Tools`,
      },
      {
        at: '+4m',
        mail: camille,
        text: `Oui, je suis à l'atelier jusqu'à midi. Demandez-moi directement, s'il vous plaît.`,
      },
      {
        at: '+21m',
        by: 'ben',
        note: `Called the landline, Camille answered, confirmed the last invoice number and the card's last four digits. Reset done at 10:08, she is enrolled on the new phone.`,
      },
      {
        at: '+3m',
        by: 'ben',
        resolve: true,
        reply: `Merci pour votre patience. La double authentification est réinitialisée et votre nouveau téléphone est enregistré. Pensez à imprimer les codes de secours (Profil > Sécurité) : ils évitent ce genre de matinée.

          Bonne journée,
          Ben`,
      },
      { at: '+40m', mail: camille, text: `Tout fonctionne, les livraisons sont parties. Un grand merci !` },
      { at: '+1h5m', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'zablokovano',
    language: 'uk',
    turns: [
      {
        at: '4 07:55',
        mail: oksana,
        subject: 'Обліковий запис заблоковано',
        text: `Доброго ранку!

          Сьогодні вранці система пише, що мій обліковий запис заблоковано через забагато невдалих спроб входу. Але я вчора ввечері взагалі не працювала. Чи міг хтось інший пробувати увійти під моїм іменем?

          Дуже прошу перевірити, у нас там дані клієнтів.`,
      },
      {
        at: '+38m',
        by: 'mara',
        take: true,
        priority: 'high',
        tags: ['login', 'security'],
        note: `31 failed attempts between 02:10 and 02:40 UTC from one hosting network, 14 different users of ours tried. Password spraying, nobody got in. Network is blocked at the edge since 08:20.`,
      },
      {
        at: '+10m',
        by: 'mara',
        resolve: true,
        reply: `Доброго дня, пані Оксано!

          Дякую, що написали одразу. Так, уночі хтось пробував увійти до кількох облікових записів, зокрема до вашого. **Жодна спроба не була успішною**, ваші дані ніхто не бачив. Ту мережу ми заблокували, а ваш запис я щойно розблокувала.

          Рекомендую змінити пароль і ввімкнути двофакторну автентифікацію: Профіль > Безпека.

          Мара Ліндквіст
          Northwind Tools`,
      },
      {
        at: '+55m',
        mail: oksana,
        text: `Щиро дякую за швидку відповідь! Пароль змінила, двофакторну автентифікацію ввімкнула для всієї команди.`,
      },
      {
        at: '+30m',
        by: 'mara',
        note: `Same source hit two more accounts, both with second factor on. Wrote it down for the security log.`,
        resolve: true,
      },
    ],
  },
]
