/** The double-byte characters of an encoding that are common in text. */
type Profile = {
  charset: string
  isTypical: (lead: number, trail: number) => boolean
  singles?: (byte: number) => boolean
}

const within = (value: number, low: number, high: number) => value >= low && value <= high

const PROFILES: Profile[] = [
  {
    charset: 'shift_jis',
    // Punctuation, full-width letters, kana, and kanji of level 1.
    isTypical: (lead, trail) =>
      (lead === 0x81 && trail <= 0xac) || within(lead, 0x82, 0x83) || within(lead, 0x88, 0x97),
    singles: byte => within(byte, 0xa1, 0xdf),
  },
  {
    charset: 'euc-jp',
    isTypical: (lead, trail) =>
      trail >= 0xa1 && (within(lead, 0xa4, 0xa5) || within(lead, 0xb0, 0xcf) || lead === 0xa1),
  },
  {
    charset: 'euc-kr',
    // Hangul, and the full stops and brackets of row 1.
    isTypical: (lead, trail) => trail >= 0xa1 && (within(lead, 0xb0, 0xc8) || lead === 0xa1),
  },
  {
    charset: 'gb18030',
    // Hanzi of level 1, punctuation and full-width letters.
    isTypical: (lead, trail) => trail >= 0xa1 && (within(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3),
  },
  {
    charset: 'big5',
    // Hanzi of level 1 and punctuation.
    isTypical: lead => within(lead, 0xa4, 0xc6) || lead === 0xa1,
  },
]

const MIN_TYPICAL = 0.8
const MIN_IN_RUNS = 0.7

type Count = { characters: number; typical: number; inRuns: number; kana: number; asciiTrails: number }

/** Chinese, Japanese or Korean without a label: characters of two bytes, in runs, from the common rows. */
export function detectEastAsian(sample: Uint8Array): string | null {
  const even = withoutCutCharacter(sample)
  const scores = new Map<string, Count>()
  for (const profile of PROFILES) {
    const count = isValid(even, profile.charset) ? countCharacters(even, profile) : null
    if (count && count.typical >= MIN_TYPICAL * count.characters && count.inRuns >= MIN_IN_RUNS * count.characters) {
      scores.set(profile.charset, count)
    }
  }
  return best(scores)
}

/** The rows overlap, so the distinctive characters come first: kana, then Hangul, then the range of trail bytes. */
function best(scores: Map<string, Count>): string | null {
  const share = (charset: string, of: (count: Count) => number) => {
    const count = scores.get(charset)
    return count ? of(count) / count.characters : 0
  }
  if (share('shift_jis', it => it.kana) > 0.15) return 'shift_jis'
  if (share('euc-jp', it => it.kana) > 0.15) return 'euc-jp'
  if (share('big5', it => it.asciiTrails) > 0.15 && !scores.has('gb18030')) return 'big5'
  if (scores.has('euc-kr')) return 'euc-kr'
  if (scores.has('gb18030')) return 'gb18030'
  return scores.has('shift_jis') ? 'shift_jis' : scores.has('big5') ? 'big5' : null
}

function countCharacters(sample: Uint8Array, { isTypical, singles, charset }: Profile): Count | null {
  const count: Count = { characters: 0, typical: 0, inRuns: 0, kana: 0, asciiTrails: 0 }
  let run = 0
  for (let i = 0; i < sample.length; i++) {
    const lead = sample[i] ?? 0
    if (lead < 0x80 || singles?.(lead)) {
      if (lead >= 0x80) count.characters++
      if (run > 1) count.inRuns += run
      run = 0
      continue
    }
    const trail = sample[++i] ?? 0
    count.characters++
    run++
    if (isTypical(lead, trail)) count.typical++
    if (isKana(charset, lead, trail)) count.kana++
    if (trail < 0x80) count.asciiTrails++
  }
  if (run > 1) count.inRuns += run
  return count.characters > 1 ? count : null
}

function isKana(charset: string, lead: number, trail: number): boolean {
  if (charset === 'euc-jp') return lead === 0xa4 || lead === 0xa5
  return (lead === 0x82 && within(trail, 0x9f, 0xf1)) || (lead === 0x83 && within(trail, 0x40, 0x96))
}

function isValid(sample: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(sample)
    return true
  } catch {
    return false
  }
}

/** A sample ends at its last ASCII character, so that it does not split a character. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  if (sample.length < 64 * 1024) return sample
  for (let end = sample.length; end > sample.length - 4096; end--) {
    if ((sample[end - 1] ?? 0) < 0x40) return sample.subarray(0, end)
  }
  return sample
}
