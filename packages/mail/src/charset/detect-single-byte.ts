/** The most frequent lower-case letters of languages with almost no ASCII letters. */
const SCRIPTS: { charset: string; frequent: Set<string> }[] = [
  { charset: 'windows-1251', frequent: new Set('оеаинтсрвлкмдпуяы') },
  { charset: 'koi8-u', frequent: new Set('оеаинтсрвлкмдпуяы') },
  { charset: 'iso-8859-5', frequent: new Set('оеаинтсрвлкмдпуяы') },
  { charset: 'ibm866', frequent: new Set('оеаинтсрвлкмдпуяы') },
  { charset: 'windows-1253', frequent: new Set('αοιετσνηυρπκμςόάέί') },
  { charset: 'windows-1255', frequent: new Set('יוהלאמרתבשנםדקע') },
  { charset: 'windows-1256', frequent: new Set('اليمنوترةبعدسفه') },
  { charset: 'windows-874', frequent: new Set('านรอกเงม่้ทลยวิีัส') },
]
const MIN_FREQUENT = 0.55
const MIN_RUN = 2

/** Letters of Central European alphabets in windows-1250 where windows-1252 has signs that never occur inside a word. */
const CENTRAL_EUROPEAN = new Set([0xb3, 0xb9, 0xbf, 0x9e, 0x9a, 0x9d, 0xbe, 0xa3, 0xa5, 0xaf])

/** One of the eight-bit encodings; windows-1252 unless there is clear evidence for another. */
export function detectSingleByte(sample: Uint8Array): string {
  const high = sample.filter(byte => byte >= 0x80)
  if (isMostlyInRuns(sample, high.length)) {
    const [first] = SCRIPTS.map(it => ({ charset: it.charset, share: shareOf(high, it) })).sort(
      (a, b) => b.share - a.share,
    )
    if (first && first.share >= MIN_FREQUENT) return first.charset
  }
  return isCentralEuropean(sample) ? 'windows-1250' : 'windows-1252'
}

/** Undefined bytes exclude an encoding. */
function shareOf(high: Uint8Array, { charset, frequent }: (typeof SCRIPTS)[number]): number {
  let hits = 0
  for (const character of new TextDecoder(charset).decode(high)) {
    if (character === '\ufffd') return 0
    if (frequent.has(character)) hits++
  }
  return hits / high.length
}

/** In Latin text accented letters are isolated; in other scripts whole words are high bytes. */
function isMostlyInRuns(sample: Uint8Array, total: number): boolean {
  let run = 0
  let inRuns = 0
  for (const byte of sample) {
    if (byte >= 0x80) run++
    else {
      if (run > MIN_RUN) inRuns += run
      run = 0
    }
  }
  if (run > MIN_RUN) inRuns += run
  return inRuns > 0.6 * total
}

function isCentralEuropean(sample: Uint8Array): boolean {
  let evidence = 0
  for (let i = 1; i + 1 < sample.length; i++) {
    if (CENTRAL_EUROPEAN.has(sample[i] ?? 0) && isLetter(sample[i - 1]) && isLetter(sample[i + 1])) evidence++
  }
  return evidence > 0
}

function isLetter(byte = 0): boolean {
  const small = byte | 0x20
  return byte >= 0xc0 || (small >= 0x61 && small <= 0x7a)
}
