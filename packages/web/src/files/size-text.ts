const kilo = 1024

/** A file's size as people say it. */
export function sizeText(bytes: number): string {
  if (bytes === 1) return '1 byte'
  if (bytes < kilo) return `${bytes} bytes`
  if (bytes < kilo * kilo) return `${Math.round(bytes / kilo)} kB`
  const megabytes = bytes / kilo / kilo
  return `${Number.isInteger(megabytes) ? megabytes : megabytes.toFixed(1)} MB`
}
