import type { Locator, Page } from 'playwright-core'
import { until } from './wait.ts'

/** Waits until the words stand on the page, or in one of the sandboxed frames that hold what came as HTML. */
export async function seen(page: Page, words: string): Promise<void> {
  await until(`"${words}" on the screen`, async () => {
    for (const frame of page.frames()) {
      if (
        (await frame
          .getByText(words)
          .count()
          .catch(() => 0)) > 0
      )
        return true
    }
    return false
  })
}

/** Whether it comes on the screen: a page that has loaded may still be asking for what it shows. */
export const appears = (what: Locator): Promise<boolean> =>
  what
    .first()
    .waitFor({ timeout: 4_000 })
    .then(
      () => true,
      () => false,
    )

/** Everything a browser holds of the page and its frames. */
export async function everythingOn(page: Page): Promise<string> {
  const parts = await Promise.all(page.frames().map(frame => frame.content().catch(() => '')))
  return parts.join('\n')
}
