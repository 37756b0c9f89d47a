import { plain } from '../files/demo-files.ts'
import { chidi, lucia, oksana, rachel, tom } from '../people.ts'
import type { Story } from '../story.ts'

/** How do I, can it, when will it. */
export const questions: Story[] = [
  {
    name: 'api-limits',
    language: 'en',
    turns: [
      {
        at: '14 15:37',
        mail: chidi,
        subject: 'Rate limit of the v2 API',
        text: `Hi, what exactly is the rate limit? The docs say 600/min in one place and "fair use" in another. We want to mirror 40k customers once a night.

          C.`,
      },
      {
        at: '13 08:30',
        by: 'ana',
        take: true,
        tags: ['api', 'question'],
        reply: `Hi Chidi,

          600 per minute and key, answered with 429 and a Retry-After once you are over it. "Fair use" was an old sentence, it is gone from the page now.

          For a nightly mirror use GET /v2/customers?changed_since=..., which gives 500 a page: 40,000 customers are 80 calls.

          Ana`,
      },
      { at: '+13m', mail: chidi, text: `80 calls! Thanks, that beats my 40,000.` },
      { at: '+1h', by: 'ana', resolve: true },
    ],
  },
  {
    name: 'recurring-jobs',
    language: 'en',
    turns: [
      {
        at: '12 06:58',
        mail: tom,
        subject: 'recurring',
        text: `can it do a job that comes back every 6 weeks? doing it by hand and forgetting`,
      },
      {
        at: '+2h10m',
        by: 'ben',
        take: true,
        tags: ['question'],
        reply: `Morning Tom,

          it can. Open the job, then More > Repeat, and pick "every 6 weeks". It lands on the board by itself, a week ahead. If the day is a bank holiday it moves to the next working day.

          Ben`,
      },
      { at: '+3h40m', mail: tom, text: `didnt know that. found it. does it remind the customer too` },
      {
        at: '+30m',
        by: 'ben',
        resolve: true,
        reply: `Yes, if you tick "Tell the customer" in the same place. They get a short mail two days before, and can ask for another day.`,
      },
      { at: '11 07:05', mail: tom, text: `spot on` },
      { at: '+1h20m', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'export-ukrainian',
    language: 'uk',
    turns: [
      {
        at: '11 12:20',
        mail: oksana,
        subject: 'Як експортувати звіт за квартал?',
        text: `Добрий день!

          Підкажіть, будь ласка, як вивантажити звіт по всіх замовленнях за квартал одним файлом? Зараз я зберігаю кожен місяць окремо і зводжу вручну.

          Дякую!`,
      },
      {
        at: '+47m',
        by: 'mara',
        take: true,
        resolve: true,
        tags: ['question', 'export'],
        reply: `Добрий день, пані Оксано!

          1. Відкрийте «Звіти» > «Замовлення».
          2. У полі «Період» виберіть «Інший» і вкажіть перший та останній день кварталу.
          3. Натисніть «Експорт» > «Один файл».

          Якщо натиснути зірочку, цей звіт збережеться і наступного разу відкриється одним кліком.

          Мара`,
      },
      { at: '+1h02m', mail: oksana, text: `Все вийшло, дуже дякую! Зірочка — це саме те, чого мені бракувало.` },
      { at: '+25m', by: 'mara', resolve: true },
    ],
  },
  {
    name: 'import-excel',
    language: 'es',
    turns: [
      {
        at: '10 11:44',
        mail: lucia,
        subject: 'Importar clientes desde Excel',
        text: `Hola:

          queremos pasar nuestros 640 clientes de una hoja de Excel a Northwind. ¿Se puede hacer de una vez o hay que teclearlos? Le envío unas filas de muestra.

          Un saludo,`,
        files: [
          plain(
            'clientes-muestra.csv',
            'text/csv',
            'Codigo;Nombre;NIF;Telefono;Poblacion\n0012;Construcciones Iriarte;B31884402;948 555 210;Tafalla\n0013;Panadería Osés;B31220988;948 555 877;Olite\n0019;Hnos. Goñi;J31009117;948 555 014;Tudela\n',
          ),
        ],
      },
      {
        at: '+38m',
        by: 'ben',
        take: true,
        tags: ['question', 'import'],
        reply: `Hola, Lucía:

          se pueden importar todos de una vez: Clientes > Importar. Con las columnas de su muestra funciona directamente; solo tiene que indicar que «NIF» es el «Número fiscal».

          Le recomiendo probar primero con diez filas. Si prefiere, envíeme el archivo completo y lo hago yo.

          Ben`,
      },
      {
        at: '+4h',
        mail: lucia,
        text: `Lo he hecho yo misma con las diez filas y luego con todas. 638 bien y 2 con el NIF repetido, que eran duplicados nuestros de verdad. Muy fácil.`,
      },
      { at: '9 08:45', by: 'ben', resolve: true },
    ],
  },
  {
    name: 'training-session',
    language: 'en',
    turns: [
      {
        at: '6 13:25',
        mail: rachel,
        subject: 'Training for two new colleagues',
        text: `Hello,

          two technicians join us next week. Do you still do the one-hour introduction by video? It was so helpful for me back then. Wednesday or Thursday afternoon would be ideal.

          Warm regards,`,
      },
      {
        at: '+1h',
        by: 'ben',
        take: true,
        tags: ['training'],
        reply: `Hi Rachel,

          we do, and it is still free. Thursday 14:00 is open - I have pencilled you in. May I have the two addresses, so that they get the link?

          Ben`,
      },
      {
        at: '5 09:10',
        mail: rachel,
        text: `Thursday 14:00 is lovely. They are maya@brightwell-dental.example and lewis@brightwell-dental.example.`,
      },
      {
        at: '+20m',
        by: 'ben',
        resolve: true,
        reply: `Invitations are out. They need nothing but a browser and a cup of tea.`,
      },
    ],
  },
]
