import { isPicture } from '@gotrs/contract/files-below'

/** How a file is shown in place. */
export type PreviewKind = 'picture' | 'pdf' | 'text'

const textTypes = /^(text\/(?!html)|application\/(json|xml|x-ndjson|yaml|toml|sql)$)/
const textNames = /\.(txt|log|csv|tsv|md|json|ndjson|xml|ya?ml|ini|conf|toml|sql|eml|ics|vcf|diff|patch|asc)$/i

/** Null for a file that can only be downloaded. Mail programs often send bytes of no type: then the name decides. */
export function previewKind({ contentType, filename }: { contentType: string; filename: string }): PreviewKind | null {
  if (isPicture({ contentType, filename })) return 'picture'
  if (contentType === 'application/pdf') return 'pdf'
  if (textTypes.test(contentType)) return 'text'
  if (contentType !== 'application/octet-stream') return null
  if (/\.pdf$/i.test(filename)) return 'pdf'
  return textNames.test(filename) ? 'text' : null
}
