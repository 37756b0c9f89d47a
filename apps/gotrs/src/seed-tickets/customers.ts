import { localPart, nameOf } from './names.ts'
import { emit, type Pen, system } from './pen.ts'
import type { Customer } from './place.ts'
import type { Language } from './words/vocabulary.ts'

export type Customers = {
  /** Who asks at that time: one in ten for the first time, most others at random, and some again and again. */
  next(at: number): Customer
}

const shareNew = 0.1
const shareOfRegulars = 0.2
const shareWithAccount = 0.3
const shareInOrganisation = 0.6
const languageShares: [Language, number][] = [
  ['en', 0.55],
  ['de', 0.2],
  ['fr', 0.1],
  ['es', 0.1],
  ['ja', 0.05],
]

export function createCustomers(pen: Pen): Customers {
  const known: Customer[] = []
  const { random } = pen
  return {
    next(at) {
      if (known.length < 2 || random.isOneIn(shareNew)) {
        const made = addCustomer(pen, at, known.length)
        known.push(made)
        return made
      }
      const place = random.isOneIn(shareOfRegulars) ? random.place(known.length) : random.below(known.length)
      return known[place] as Customer
    },
  }
}

const named = [
  { name: 'Omar Haddad', local: 'omar' },
  { name: 'Lena Vogt', local: 'lena' },
]

/** Known from their first mail or login on. The two customers of the demo come first. */
function addCustomer(pen: Pen, at: number, number: number): Customer {
  const { random, place } = pen
  const isOfDemo = number < named.length
  const language = isOfDemo ? 'en' : languageOf(random.next())
  const organisation =
    number === 0
      ? place.organisations[0]
      : random.isOneIn(shareInOrganisation)
        ? place.organisations[random.place(place.organisations.length)]
        : null
  const name = named[number]?.name ?? nameOf(language, random)
  const domain = number === 1 ? 'other.example' : (organisation?.domain ?? `mail${number % 40}.example`)
  const organisationId = number === 1 ? null : (organisation?.id ?? null)
  const email = `${named[number]?.local ?? localPart(name, number)}@${domain}`
  const hasAccount = isOfDemo || random.isOneIn(shareWithAccount)
  const id = pen.newId(at)
  const account = hasAccount ? { passwordHash: place.passwordHash, emailVerifiedAt: new Date(at) } : noAccount
  pen.rows.add('users', { id, name, email, role: 'customer', organisationId, ...account, createdAt: new Date(at) }, at)
  if (hasAccount) {
    emit(pen, at, {
      type: 'user.created',
      payload: { userId: id, role: 'customer', queueIds: [] },
      actor: system('setup'),
    })
  }
  return { id, name, email, language, organisationId, hasAccount }
}

const noAccount = { passwordHash: null, emailVerifiedAt: null }

function languageOf(share: number): Language {
  let left = share
  for (const [language, size] of languageShares) {
    left -= size
    if (left < 0) return language
  }
  return 'en'
}
