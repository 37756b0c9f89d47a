/** The languages of the demo; `ar` is written from right to left. */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'uk', 'ar', 'ja'] as const
export type Language = (typeof languages)[number]

/** The program somebody writes mail with: it decides on HTML and on how an earlier mail is quoted. */
export type MailProgram = 'outlook' | 'gmail' | 'phone' | 'plain'

export type Correspondent = {
  name: string
  email: string
  language: Language
  program: MailProgram
  /** Below every mail; empty for those who sign by hand. */
  signature: string
}

export const staffNames = ['mara', 'ana', 'ben'] as const
export type StaffName = (typeof staffNames)[number]

/** Who answers at Northwind Tools. */
export const staff: Record<StaffName, { name: string; email: string; role: 'admin' | 'agent' }> = {
  mara: { name: 'Mara Lindqvist', email: 'admin@gotrs.example', role: 'admin' },
  ana: { name: 'Ana Ribeiro', email: 'ana@gotrs.example', role: 'agent' },
  ben: { name: 'Ben Okafor', email: 'ben@gotrs.example', role: 'agent' },
}

const person = (
  name: string,
  email: string,
  language: Language,
  program: MailProgram,
  signature = '',
): Correspondent => ({ name, email, language, program, signature })

/** Who writes to Northwind Tools; the stories name them by these keys. */
export const correspondents = {
  // Meridian Freight: a haulier whose people see each other's requests.
  omar: person(
    'Omar Haddad',
    'omar@customer.example',
    'en',
    'gmail',
    'Omar Haddad\nIT Coordinator · Meridian Freight Ltd',
  ),
  priya: person(
    'Priya Nair',
    'priya@customer.example',
    'en',
    'outlook',
    'Priya Nair\nOperations Manager\nMeridian Freight Ltd | Unit 7, Dock Road\n+44 20 7946 0143',
  ),
  glen: person('Glen Forsyth', 'glen.forsyth@customer.example', 'en', 'phone'),

  // Vogt & Partner: tax advisers who keep their requests to themselves.
  lena: person(
    'Lena Vogt',
    'lena@other.example',
    'de',
    'outlook',
    'Lena Vogt\nSteuerberaterin\nVogt & Partner mbB · Lindenstraße 12',
  ),
  sabine: person(
    'Sabine Huber',
    's.huber@other.example',
    'de',
    'outlook',
    'i. A. Sabine Huber\nSekretariat Vogt & Partner mbB\nTel. 030 5550-1812',
  ),

  // Businesses that plan their work with Northwind Workshop.
  tom: person('Tom Whitaker', 'tom@whitaker-joinery.example', 'en', 'phone'),
  rachel: person(
    'Rachel Osei',
    'accounts@brightwell-dental.example',
    'en',
    'gmail',
    'Rachel Osei\nAccounts · Brightwell Dental Lab',
  ),
  // Has no account: mail to this address bounces.
  edith: person('Edith Lowry', 'edith.lowry@brightwell-dental.example', 'en', 'gmail'),
  derek: person(
    'Derek Mullins',
    'derek.mullins@mullins-hire.example',
    'en',
    'outlook',
    'Derek Mullins\nManaging Director, Mullins Plant Hire\nDirect 01632 960 881',
  ),
  chidi: person('Chidi Eze', 'chidi@lagoslight.example', 'en', 'plain', 'Chidi Eze\nLagosLight Engineering'),
  helen: person(
    'Helen Park',
    'hpark@parkandrowe.example',
    'en',
    'outlook',
    'Helen Park\nPartner\nPark & Rowe Solicitors LLP\nThis e-mail is confidential and may be privileged.',
  ),
  stefan: person(
    'Stefan Krüger',
    'krueger@schreinerei-krueger.example',
    'de',
    'outlook',
    'Schreinerei Krüger GmbH\nStefan Krüger, Tischlermeister\nTel. 06172 555 2240',
  ),
  annika: person(
    'Annika Brandt',
    'annika.brandt@metallbau-brandt.example',
    'de',
    'gmail',
    'Annika Brandt\nMetallbau Brandt',
  ),
  camille: person(
    'Camille Laurent',
    'camille@atelier-laurent.example',
    'fr',
    'gmail',
    'Camille Laurent\nAtelier Laurent – ébénisterie',
  ),
  benoit: person(
    'Benoît Mercier',
    'b.mercier@mercier-freres.example',
    'fr',
    'outlook',
    'Benoît Mercier\nDirecteur administratif\nMercier Frères SAS',
  ),
  lucia: person(
    'Lucía Fernández',
    'lucia.fernandez@talleres-norte.example',
    'es',
    'gmail',
    'Lucía Fernández\nAdministración · Talleres Norte',
  ),
  diego: person('Diego Rojas', 'diego@rojas-instalaciones.example', 'es', 'phone'),
  joao: person('João Batista', 'joao@oficina-batista.example', 'pt', 'gmail'),
  ines: person('Inês Carvalho', 'ines@carvalho-moveis.example', 'pt', 'gmail', 'Inês Carvalho\nCarvalho Móveis, Lda.'),
  giulia: person('Giulia Conti', 'giulia@conti-ceramiche.example', 'it', 'gmail', 'Giulia Conti\nConti Ceramiche'),
  sanne: person('Sanne de Wit', 'sanne@dewit-fietsen.example', 'nl', 'gmail', 'Sanne de Wit\nDe Wit Fietsen'),
  piotr: person(
    'Piotr Zieliński',
    'piotr@zielinski-auto.example',
    'pl',
    'outlook',
    'Piotr Zieliński\nAuto Serwis Zieliński',
  ),
  oksana: person('Оксана Шевчук', 'oksana@shevchuk-media.example', 'uk', 'gmail', 'Оксана Шевчук\nShevchuk Media'),
  layla: person(
    'ليلى منصور',
    'layla@mansour-trading.example',
    'ar',
    'gmail',
    'ليلى منصور\nمدير العمليات، منصور للتجارة',
  ),
  yousef: person('يوسف الخطيب', 'yousef@alkhatib-workshops.example', 'ar', 'phone'),
  misaki: person(
    '田中 美咲',
    'tanaka@misaki-koubou.example',
    'ja',
    'plain',
    '-----------------------------\n美咲工房　田中 美咲\ntanaka@misaki-koubou.example\n-----------------------------',
  ),
  kenji: person('佐藤 健二', 'sato@satodenki.example', 'ja', 'gmail', '佐藤電機　佐藤 健二'),

  // The business's own people, and machines that write.
  joanna: person(
    'Joanna Reyes',
    'joanna.reyes@northwind.example',
    'en',
    'outlook',
    'Joanna Reyes\nWarehouse & Facilities, Northwind Tools',
  ),
  felix: person('Felix Amsel', 'felix.amsel@northwind.example', 'en', 'gmail', 'Felix\nSales, Northwind Tools'),
  watchdog: person('Uptime Watch', 'alerts@uptime-watch.example', 'en', 'plain'),
  stacksale: person('Brad at StackVault', 'brad@stackvault-mail.example', 'en', 'gmail'),
}
