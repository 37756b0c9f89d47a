import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { japanese } from './japanese.ts'
import { spanish } from './spanish.ts'

export const languages = ['en', 'de', 'fr', 'es', 'ja'] as const
export type Language = (typeof languages)[number]

const common: Record<Language, string> = { en: english, de: german, fr: french, es: spanish, ja: japanese }

// Names of products, places and firms: the long tail of what people write.
const syllables: Record<Language, [heads: string, middles: string, ends: string]> = {
  en: [
    'bar cor den fal gor hal kel lin mor nor pel quin ros sal tor',
    'a e i o u ar en il or un',
    'dale ford gate ham ley mark port stead ton wick',
  ],
  de: [
    'Alt Berg Brück Dorn Eich Feld Gras Hein König Lind Mühl Neu Ost Rath Stein',
    'a e er en in',
    'bach burg dorf feld haus heim hof kamp mann stadt weiler werk',
  ],
  fr: [
    'Beau Char Clair Dor Fon Gran Haute Lan Mar Neuf Per Roche Saint Val Ville',
    'a e i o ou',
    'bel champ court croix fort lieu mont naud pont rive val zac',
  ],
  es: [
    'Alta Bar Cal Cas Fuen Gua Herre La Mon Nava Peña Que Rio San Val',
    'a e i o u',
    'blanca casa dillo dor gar lada mar nera rada tero villa zón',
  ],
  ja: [
    'アカ イシ ウエ オオ カワ キタ クロ コバ サカ シマ タカ ナカ ニシ ハシ ミヤ',
    'イ ガ キ シ タ ナ マ ヤ ラ ン',
    'モト サワ ダ ベ ムラ ヤマ ワラ',
  ],
}

/** Distinct words of a language, the most frequent first: so many common ones, then names that are made of syllables. */
export type Vocabulary = { words: readonly string[]; common: number }

const tailLength = 40_000

const made = new Map<Language, Vocabulary>()

export function vocabularyOf(language: Language): Vocabulary {
  const known = made.get(language)
  if (known) return known
  const usual = [...new Set(common[language].split(/\s+/))]
  const vocabulary = { words: [...new Set([...usual, ...tailOf(language)])], common: usual.length }
  made.set(language, vocabulary)
  return vocabulary
}

/** In a mixed order, so that words of neighbouring rank do not look alike. */
function* tailOf(language: Language): Generator<string> {
  const [heads, middles, ends] = syllables[language].map(it => it.split(' ')) as [string[], string[], string[]]
  const parts = [heads, middles, middles, middles, ends]
  const total = parts.reduce((product, part) => product * part.length, 1)
  // Coprime to every number of parts, so that each place comes once.
  const step = 7_919
  for (let at = 0; at < Math.min(tailLength, total); at += 1) yield wordAt(parts, (at * step) % total)
}

function wordAt(parts: string[][], place: number): string {
  let left = place
  let word = ''
  for (const part of parts) {
    word += part[left % part.length]
    left = Math.floor(left / part.length)
  }
  return word
}
