import type { Correspondent, Language, MailProgram, StaffName } from './story.ts'

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

// Meridian Freight: a haulier whose people see each other's requests.
export const omar = person(
  'Omar Haddad',
  'omar@customer.example',
  'en',
  'gmail',
  'Omar Haddad\nIT Coordinator · Meridian Freight Ltd',
)
export const priya = person(
  'Priya Nair',
  'priya@customer.example',
  'en',
  'outlook',
  'Priya Nair\nOperations Manager\nMeridian Freight Ltd | Unit 7, Dock Road\n+44 20 7946 0143',
)
export const glen = person('Glen Forsyth', 'glen.forsyth@customer.example', 'en', 'phone')

// Vogt & Partner: tax advisers who keep their requests to themselves.
export const lena = person(
  'Lena Vogt',
  'lena@other.example',
  'de',
  'outlook',
  'Lena Vogt\nSteuerberaterin\nVogt & Partner mbB · Lindenstraße 12',
)
export const sabine = person(
  'Sabine Huber',
  's.huber@other.example',
  'de',
  'outlook',
  'i. A. Sabine Huber\nSekretariat Vogt & Partner mbB\nTel. 030 5550-1812',
)

// Businesses that plan their work with Northwind Workshop.
export const tom = person('Tom Whitaker', 'tom@whitaker-joinery.example', 'en', 'phone')
export const rachel = person(
  'Rachel Osei',
  'accounts@brightwell-dental.example',
  'en',
  'gmail',
  'Rachel Osei\nAccounts · Brightwell Dental Lab',
)
export const derek = person(
  'Derek Mullins',
  'derek.mullins@mullins-hire.example',
  'en',
  'outlook',
  'Derek Mullins\nManaging Director, Mullins Plant Hire\nDirect 01632 960 881',
)
export const chidi = person('Chidi Eze', 'chidi@lagoslight.example', 'en', 'plain', 'Chidi Eze\nLagosLight Engineering')
export const helen = person(
  'Helen Park',
  'hpark@parkandrowe.example',
  'en',
  'outlook',
  'Helen Park\nPartner\nPark & Rowe Solicitors LLP\nThis e-mail is confidential and may be privileged.',
)
export const stefan = person(
  'Stefan Krüger',
  'krueger@schreinerei-krueger.example',
  'de',
  'outlook',
  'Schreinerei Krüger GmbH\nStefan Krüger, Tischlermeister\nTel. 06172 555 2240',
)
export const annika = person(
  'Annika Brandt',
  'annika.brandt@metallbau-brandt.example',
  'de',
  'gmail',
  'Annika Brandt\nMetallbau Brandt',
)
export const camille = person(
  'Camille Laurent',
  'camille@atelier-laurent.example',
  'fr',
  'gmail',
  'Camille Laurent\nAtelier Laurent – ébénisterie',
)
export const benoit = person(
  'Benoît Mercier',
  'b.mercier@mercier-freres.example',
  'fr',
  'outlook',
  'Benoît Mercier\nDirecteur administratif\nMercier Frères SAS',
)
export const lucia = person(
  'Lucía Fernández',
  'lucia.fernandez@talleres-norte.example',
  'es',
  'gmail',
  'Lucía Fernández\nAdministración · Talleres Norte',
)
export const diego = person('Diego Rojas', 'diego@rojas-instalaciones.example', 'es', 'phone')
export const joao = person('João Batista', 'joao@oficina-batista.example', 'pt', 'gmail')
export const ines = person(
  'Inês Carvalho',
  'ines@carvalho-moveis.example',
  'pt',
  'gmail',
  'Inês Carvalho\nCarvalho Móveis, Lda.',
)
export const giulia = person(
  'Giulia Conti',
  'giulia@conti-ceramiche.example',
  'it',
  'gmail',
  'Giulia Conti\nConti Ceramiche',
)
export const sanne = person(
  'Sanne de Wit',
  'sanne@dewit-fietsen.example',
  'nl',
  'gmail',
  'Sanne de Wit\nDe Wit Fietsen',
)
export const piotr = person(
  'Piotr Zieliński',
  'piotr@zielinski-auto.example',
  'pl',
  'outlook',
  'Piotr Zieliński\nAuto Serwis Zieliński',
)
export const oksana = person(
  'Оксана Шевчук',
  'oksana@shevchuk-media.example',
  'uk',
  'gmail',
  'Оксана Шевчук\nShevchuk Media',
)
export const layla = person(
  'ليلى منصور',
  'layla@mansour-trading.example',
  'ar',
  'gmail',
  'ليلى منصور\nمدير العمليات، منصور للتجارة',
)
export const yousef = person('يوسف الخطيب', 'yousef@alkhatib-workshops.example', 'ar', 'phone')
export const misaki = person(
  '田中 美咲',
  'tanaka@misaki-koubou.example',
  'ja',
  'plain',
  '-----------------------------\n美咲工房　田中 美咲\ntanaka@misaki-koubou.example\n-----------------------------',
)
export const kenji = person('佐藤 健二', 'sato@satodenki.example', 'ja', 'gmail', '佐藤電機　佐藤 健二')

// The business's own people, and machines that write.
export const joanna = person(
  'Joanna Reyes',
  'joanna.reyes@northwind.example',
  'en',
  'outlook',
  'Joanna Reyes\nWarehouse & Facilities, Northwind Tools',
)
export const felix = person(
  'Felix Amsel',
  'felix.amsel@northwind.example',
  'en',
  'gmail',
  'Felix\nSales, Northwind Tools',
)
export const watchdog = person('Uptime Watch', 'alerts@uptime-watch.example', 'en', 'plain')
export const stacksale = person('Brad at StackVault', 'brad@stackvault-mail.example', 'en', 'gmail')
