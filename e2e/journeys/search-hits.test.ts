import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'
import { until } from '../setup/wait.ts'

const subject = /VPN client refuses certificate/

describe('hits of a search', () => {
  const demo = ownDemo()

  it('shows in the row who wrote the words when, and opens at that message, unfolded and marked', async () => {
    const { page, context, faults } = await search('"imported as usual"')
    const row = page.getByRole('row', { name: subject })
    await row.getByText('imported as usual').waitFor()
    expect(await row.locator('mark').allTextContents()).toEqual(['imported as usual'])
    expect(await row.getByText(/^Omar Haddad · /).count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const conversation = page.getByRole('region', { name: 'Conversation' })
    const found = conversation.getByText('imported as usual')
    await found.waitFor()
    // The unread ticket folds its other old messages.
    expect(await conversation.getByRole('article', { name: /folded$/ }).count()).toBeGreaterThan(0)
    expect(await conversation.locator('mark').allTextContents()).toEqual(['imported as usual'])
    await until('the message at the top', () => isAtTop(page))
    expect(new URL(page.url()).searchParams.get('q')).toBe('"imported as usual"')
    expect(faults).toEqual([])
    await context.close()
  })

  it('marks the words inside an HTML mail, and names a note as one', async () => {
    const { page, context, faults } = await search('"old authority"')
    await page.getByRole('link', { name: subject }).click()
    const frame = page.frameLocator('#conversation iframe')
    await until('the mark', async () => {
      const frames = await page.locator('#conversation iframe').count()
      for (let n = 0; n < frames; n += 1) {
        const texts = await frame.nth(n).locator('mark').allTextContents()
        if (texts.includes('old authority')) return true
      }
      return false
    })
    await until('the message at the top', () => isAtTop(page))

    await page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent('"the old CA"')}`)
    await page.getByText(/^Ana Ribeiro \(note\) · /).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('leads by the copied link of a message to that message', async () => {
    const { page, context, faults } = await search('"imported as usual"')
    await page.getByRole('link', { name: subject }).click()
    await page.getByRole('region', { name: 'Conversation' }).getByText('imported as usual').waitFor()
    const { pathname, hash } = new URL(page.url())
    await page.goto(`${demo.product.url}/agent/tickets`)
    await page.goto(`${demo.product.url}${pathname}${hash}`)
    await page.locator(hash).getByText('imported as usual').waitFor()
    await until('the message at the top', () => isAtTop(page))
    expect(faults).toEqual([])
    await context.close()
  })

  async function search(q: string) {
    const visitor = await visit(demo.browser)
    await logInAsAgent(visitor.page, demo.product.url)
    await visitor.page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent(q)}`)
    await visitor.page.getByRole('link', { name: subject }).waitFor()
    return visitor
  }
})

/** Is the message of the URL in sight, where reading begins? */
async function isAtTop(page: Page): Promise<boolean> {
  const box = await page.locator(new URL(page.url()).hash).boundingBox()
  const frame = await page.locator('#conversation').boundingBox()
  if (!box || !frame) return false
  const top = box.y - frame.y
  return top > -20 && top < frame.height - 60
}
