import type { Locator, Page } from 'playwright-core'
import { until } from './wait.ts'

/** Waits until the page, or a sandboxed frame with an HTML mail, shows the text. */
export async function waitForText(page: Page, text: string): Promise<void> {
  await until(`"${text}" on the screen`, async () => {
    for (const frame of page.frames()) {
      if (
        (await frame
          .getByText(text)
          .count()
          .catch(() => 0)) > 0
      )
        return true
    }
    return false
  })
}

/** True if it is shown soon: a loaded page may still wait for its data. */
export const appears = (what: Locator): Promise<boolean> =>
  what
    .first()
    .waitFor({ timeout: 4_000 })
    .then(
      () => true,
      () => false,
    )

/** The content of the page and all of its frames. */
export async function everythingOn(page: Page): Promise<string> {
  const parts = await Promise.all(page.frames().map(frame => frame.content().catch(() => '')))
  return parts.join('\n')
}
