import { readDeskError } from '../../api/desk-error.ts'

/** What the desk says is wrong with one field, as a sentence; undefined where it says nothing of that field. */
export function issueOf(error: unknown, field: string): string | undefined {
  const failure = readDeskError(error)
  if (failure.kind !== 'refused' || !Array.isArray(failure.params.issues)) return undefined
  const messages = failure.params.issues.filter(issue => issue?.path === field).map(issue => String(issue.message))
  return messages.length > 0 ? `It ${messages.join('; it ')}.` : undefined
}
