import axe, { type AxeResults, type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What axe finds on the page as it is now, one text for each violated rule. It cannot run in the sandboxed frames of mail
 * bodies, which have no scripts; it checks the frames from outside. Its code stays in the page for the next check.
 */
export async function findViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in self'))) await page.evaluate(axe.source)
  const options: RunOptions = {
    // Faster: only violations are reported, and style sheets, which no enabled rule needs, are not loaded before.
    resultTypes: ['violations'],
    preload: false,
    iframes: false,
    ...(rules && { runOnly: { type: 'rule', values: [...rules] } }),
  }
  const run = `axe.run({ exclude: [['iframe']] }, ${JSON.stringify(options)})`
  const { violations } = (await page.evaluate(run)) as AxeResults
  return violations.map(({ id, nodes }) => `${id} at ${nodes.slice(0, 3).map(node => node.target.join(' '))}`)
}
