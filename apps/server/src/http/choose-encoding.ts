export type Encoding = 'br' | 'gzip' | 'identity'

/** The first of the encodings that the caller accepts, as `Accept-Encoding` says. */
export function chooseEncoding(accepted: string | undefined, offered: readonly Encoding[]): Encoding {
  const refused = /(?:^|,)\s*(br|gzip)\s*;\s*q=0(?:\.0{1,3})?\s*(?=,|$)/g
  const names = (accepted ?? '')
    .slice(0, 500)
    .replace(refused, '')
    .split(',')
    .map(part => part.split(';', 1)[0]?.trim())
  return offered.find(encoding => names.includes(encoding)) ?? 'identity'
}
