import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { ownDemo } from '../setup/own-demo.ts'
import { appears } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

const subject = 'A story in parts'
const story = Array.from({ length: 40 }, (_, at) => `<p>Line ${at} of a long story.</p>`).join('')

describe('an unread ticket', () => {
  const demo = ownDemo()

  const write = (html: string, more: object = {}) =>
    sendMail(demo.product.smtpPort, {
      from: 'Rita Moss <rita@customer.example>',
      to: 'support@gotrs.example',
      subject,
      html,
      ...more,
    })

  it('opens at its first unread message; what arrives then waits until it is seen', async () => {
    const { page, context, faults } = await visit(demo.browser)
    await logInAsAgent(page, demo.product.url)
    const { messageId: inReplyTo } = await write('<p>How it began.</p>')
    await open(page)
    await page.getByRole('button', { name: 'Take' }).click()
    await page.getByText('took it').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('A note of mine')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('article', { name: /Internal note by Ana/ }).waitFor()
    expect(await page.getByText('New since you looked').count()).toBe(0)

    await page.goto(`${demo.product.url}/agent/tickets?q=is%3Asnoozed`)
    // Mails have whole seconds as their time: of this one they would stand before the note.
    const date = new Date(Date.now() + 2_000)
    for (const part of [1, 2]) await write(`<p>Part ${part}.</p>${story}`, { inReplyTo, date })
    await until('the parts', async () => (await listsPart(page, 'Part 2')) && (await unreadRows(page, subject)) === 1)
    await page.getByRole('link', { name: subject }).click()
    const mark = page.getByText('New since you looked')
    await mark.waitFor()
    await until('the first unread message at the top', async () => (await gapAbove(page)) < 40)
    // Read messages are one line each, which opens them.
    const folded = page.getByRole('article', { name: /folded$/ })
    expect(await folded.count()).toBe(2)
    await folded.first().getByRole('button').click()
    await page.getByRole('article', { name: 'Message by Rita Moss', exact: true }).first().waitFor()
    expect(await folded.count()).toBe(1)

    await write('<p>One more thing.</p>', { inReplyTo })
    await page.getByRole('button', { name: /1 new message/ }).click()
    await until('the new message on the screen', () => isInView(page, 'One more thing.'))
    await page.getByRole('button', { name: /1 new message/ }).waitFor({ state: 'detached' })
    await until('the ticket to be read', async () => (await unreadRows(page, subject)) === 0)
    await page.reload()
    await page.getByRole('heading', { name: subject, level: 1 }).waitFor()
    await until('the whole conversation', () => isInView(page, 'One more thing.'))
    expect(await mark.count()).toBe(0)
    expect(faults).toEqual([])
    await context.close()
  })

  it('stays unread until its newest message has been on the screen', async () => {
    const { page, context, faults } = await visit(demo.browser)
    await logInAsAgent(page, demo.product.url)
    const { messageId: inReplyTo } = await write('<p>Begun.</p>', { subject: 'A second story' })
    for (const part of [1, 2]) await write(`<p>Part ${part}.</p>${story}`, { inReplyTo })
    await page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent('"A second story"')}`)
    await until('the parts', () => listsPart(page, 'Part 2'))
    await page.getByRole('link', { name: 'A second story' }).click()
    await until('the first message', () => isInView(page, 'Begun.'))
    await page.waitForTimeout(1500)
    expect(await unreadRows(page, 'A second story')).toBe(1)
    await page.getByRole('region', { name: 'Conversation' }).focus()
    await page.keyboard.press('End')
    await until('the ticket to be read', async () => (await unreadRows(page, 'A second story')) === 0)
    expect(faults).toEqual([])
    await context.close()
  })

  async function open(page: Page): Promise<void> {
    const link = page.getByRole('link', { name: subject }).first()
    await until('the ticket', async () => {
      await page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent(`"${subject}"`)}`)
      return appears(link)
    })
    await link.click()
  }
})

const unreadRows = (page: Page, title: string) =>
  page.locator('[data-unread] a[data-ticket]').filter({ hasText: title }).count()

async function listsPart(page: Page, part: string): Promise<boolean> {
  await page.goto(`${new URL(page.url()).origin}/agent/tickets?sort=newest`)
  return appears(page.getByText(part).first())
}

/** From the top of the conversation to the mark of the unread messages. */
async function gapAbove(page: Page): Promise<number> {
  const box = await page.getByRole('region', { name: 'Conversation' }).boundingBox()
  const mark = await page.getByText('New since you looked').boundingBox()
  return Math.abs((mark?.y ?? 1e6) - (box?.y ?? 0))
}

/** The text may be in the frame of a mail. */
async function isInView(page: Page, text: string): Promise<boolean> {
  const area = await page.getByRole('region', { name: 'Conversation' }).boundingBox()
  for (const frame of page.frames()) {
    const box = await frame
      .getByText(text)
      .first()
      .boundingBox({ timeout: 300 })
      .catch(() => null)
    if (box && area && box.y >= area.y && box.y + box.height <= area.y + area.height) return true
  }
  return false
}
