import { issueText } from '@gotrs/web/errors/error-text'
import { issuesOf } from '@gotrs/web/errors/failure'

/** What the server says is wrong with one field. */
export function issueOf(error: unknown, field: string): string | undefined {
  const issue = issuesOf(error).find(({ path }) => path === field)
  return issue && issueText(issue)
}
