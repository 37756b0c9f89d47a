// Common characters of Hong Kong that Taiwan's Big5 lacks. The platform decodes it to private characters; the whole set
// (https://www.iana.org/assignments/charset-reg/Big5-HKSCS) has some five thousand.
const EVERYDAY = `
  ecd1嘅 e5a2哋 ecd8喺 ecd9咗 e547嚟 ecda啲 ecb1嘢 ecd7嗰 ecc7嘥 e0b2噏 ebf3氹 e420瞓
  e7d4啱 e183攞 ecee揾 ecb2嘞 ecef啩 ecd0㗎 eca9攰 ecd2嗱 eccd噃 ecce吖 e739啫 e473邨
  e517鰂 e05e滙 e1d0栢 e11a峯 e2e5着 f4b6氽 e18e揸 ecec揼 eca1踎 ecfb踭 e262焫 e80b餸
  ec9f嚿 ecf8唞 ecf3冚 ed44㩒 ec97㷫 edae㸆 eb78𠝹 ecdb𠱁 ed8b𠵱 f509𠸐 f4cf𠹌 f4c8𠺌
  f4e2𠺘 eae9𠻗 f6b0𠻘 ed04𡃁 f4dc𢯎 f4e0𢱕 f466𢳂 f48b𢶍 f442𥄫 f451𦧲 f4ba𧕴 ecd4𨋢
  f4e9𨳊
`

const REAL = new Map(
  EVERYDAY.trim()
    .split(/\s+/)
    .map(it => [Number.parseInt(it.slice(0, 4), 16), it.slice(4)]),
)

/** Replaces the private characters by the real ones. */
export function withoutPrivateCharacters(text: string): string {
  return text.replace(/[\ue000-\uf848]/g, it => REAL.get(it.charCodeAt(0)) ?? it)
}
