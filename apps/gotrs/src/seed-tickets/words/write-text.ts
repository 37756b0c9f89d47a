import type { Random } from '../random.ts'
import { type Language, vocabularyOf } from './vocabulary.ts'

/** Writes what people write: words by Zipf's law, so that every kind of search has something to find. */
export type Writer = {
  subject(language: Language): string
  /** Paragraphs, with an empty line between them. */
  text(language: Language): string
}

const shareWithCode = 0.06
const shareOfCommon = 0.7
const mostWords = 1_500

export function createWriter(random: Random): Writer {
  const sentence = (language: Language, length: number): string => {
    const { words, common } = vocabularyOf(language)
    const word = () => words[random.place(random.isOneIn(shareOfCommon) ? common : words.length)] as string
    const gap = language === 'ja' ? '' : ' '
    let text = word()
    for (let count = 1; count < length; count += 1) text += gap + word()
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${language === 'ja' ? '。' : '.'}`
  }
  const paragraph = (language: Language, length: number): string => {
    const sentences: string[] = []
    for (let left = length; left > 0; ) {
      const next = Math.min(left, 4 + random.below(14))
      sentences.push(sentence(language, next))
      left -= next
    }
    return sentences.join(language === 'ja' ? '' : ' ')
  }
  return {
    subject(language) {
      const words = sentence(language, 3 + random.below(5)).slice(0, -1)
      return random.isOneIn(shareWithCode) ? `${words} ${codeOf(random)}` : words
    },
    text(language) {
      const length = Math.min(mostWords, Math.ceil(random.spread(34, 0.85)))
      const paragraphs: string[] = []
      for (let left = length; left > 0; left -= 60) paragraphs.push(paragraph(language, Math.min(left, 60)))
      if (random.isOneIn(shareWithCode)) paragraphs.push(codeOf(random))
      return paragraphs.join('\n\n')
    },
  }
}

/** What machines write: part numbers, hosts, invoices, errors. */
function codeOf(random: Random): string {
  const number = random.below(90_000) + 10_000
  const kinds = [
    `NW-${number}`,
    `srv-${random.below(400)}.north.example`,
    `INV/2026/${number}`,
    `SN ${random.below(0xffff_ffff).toString(16).toUpperCase().padStart(8, '0')}`,
    `ERR_${['TIMEOUT', 'REFUSED', 'NOT_FOUND', 'CERT_DATE', 'QUOTA'][random.below(5)]} (0x${number.toString(16)})`,
    `https://intra.example/orders/${number}?view=full`,
  ]
  return random.pick(kinds)
}
