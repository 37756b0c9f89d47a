import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { logInAsAgent, type View, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'

// Of its own: a draft or a snooze of another journey would change what is measured.
const demo = ownDemo()

const view = (width: number): View => ({ width, height: 800, colorScheme: 'light' })
const sizeOf = async (it: Locator) => (await it.boundingBox()) ?? { x: -1, y: -1, width: -1, height: -1 }
const list = (page: Page) => page.getByRole('region', { name: 'Tickets' })
const rows = (page: Page) => page.locator('a[data-ticket]')
const sidebar = (page: Page) => page.getByRole('complementary', { name: 'Sidebar' })

it('shows sidebar, list, ticket and facts beside one another, with one hairline under both heads', async () => {
  const { page, context } = await openList(view(1440))
  await rows(page).nth(2).click()
  const head = page.getByRole('main').locator('header').first()
  await head.waitFor()
  const [listHead, ticketHead] = [await sizeOf(list(page).locator('header')), await sizeOf(head)]
  expect(listHead.y + listHead.height).toBe(ticketHead.y + ticketHead.height)
  expect(ticketHead.height).toBe(89)
  expect(await sizeOf(list(page).getByRole('listitem').nth(1))).toMatchObject({ height: 68 })
  const actions = page.getByRole('group', { name: 'Actions' })
  expect(await sizeOf(actions.getByRole('button').first())).toMatchObject({ height: 28 })
  expect(await sizeOf(page.getByRole('complementary', { name: 'Details' }))).toMatchObject({ width: 264 })

  const writing = page.getByRole('region', { name: 'Write' })
  expect((await sizeOf(writing)).height).toBe(45)
  await page.keyboard.press('r')
  await writing.getByRole('combobox', { name: 'To', exact: true }).waitFor()
  expect((await sizeOf(writing)).height).toBeGreaterThan(180)
  await page.keyboard.press('Escape')
  expect((await sizeOf(writing)).height).toBe(45)
  await context.close()
})

it('keeps the head of a snoozed, urgent ticket at two lines, with its whole status for everybody', async () => {
  const { page, context } = await openList(view(1440))
  await rows(page).nth(2).click()
  const ticket = page.getByRole('main')
  await ticket.getByRole('button', { name: 'Resolve' }).waitFor()
  await page.keyboard.press('p')
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  await ticket.locator('header').getByText('Urgent').waitFor()
  const opened = page.url()
  await page.keyboard.press('z')
  await page.keyboard.press('Enter')
  await page
    .getByText(/^Snoozed until /)
    .first()
    .waitFor()
  await page.goto(opened)
  await ticket.getByRole('button', { name: 'Wake' }).waitFor()
  expect(await sizeOf(ticket.locator('header').first())).toMatchObject({ height: 89 })
  await ticket.getByRole('button', { name: /^Snoozed until / }).waitFor()
  await ticket.getByRole('button', { name: 'Wake' }).click()
  await ticket.getByRole('button', { name: 'Wake' }).waitFor({ state: 'detached' })
  await context.close()
})

it('keeps the list beside the ticket at 1024 px, with an icon sidebar and the facts behind a button', async () => {
  const { page, context } = await openList(view(1024))
  await rows(page).nth(2).click()
  await page.getByRole('button', { name: 'Details' }).waitFor()
  expect(await sizeOf(sidebar(page))).toMatchObject({ width: 56 })
  expect(Math.round((await sizeOf(list(page))).width)).toBe(319)
  await sidebar(page)
    .getByRole('link', { name: /Unassigned/ })
    .click()
  await page.getByRole('heading', { name: 'Unassigned' }).waitFor()
  await context.close()
})

it('shows one pane on a phone', async () => {
  const { page, context } = await openList(view(390))
  await rows(page).first().click()
  await page.getByRole('button', { name: 'Reply', exact: true }).waitFor()
  expect(await list(page).count()).toBe(0)
  expect(await sidebar(page).isVisible()).toBe(false)
  await page.getByRole('link', { name: 'Back to list' }).click()
  await rows(page).first().waitFor()
  await context.close()
})

it('leaves the subject 280 px in the table, and shows no priority that is normal', async () => {
  const { page, context } = await openList(view(1440))
  for (const width of [1440, 1199, 900, 720]) {
    await page.setViewportSize({ width, height: 800 })
    const subject = await sizeOf(page.getByRole('columnheader', { name: 'Subject' }))
    expect(subject.width, `at ${width} px`).toBeGreaterThanOrEqual(280)
  }
  expect(await page.getByRole('table').getByText('Normal').count()).toBe(0)
  expect(await sizeOf(page.getByRole('row').nth(2))).toMatchObject({ height: 40 })
  await page.goto(`${demo.product.url}/agent/settings/account`)
  await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click()
  await page.goto(`${demo.product.url}/agent/tickets?q=is%3Aopen`)
  await rows(page).nth(2).waitFor()
  await page.setViewportSize({ width: 1440, height: 800 })
  expect(await sizeOf(page.getByRole('row').nth(2))).toMatchObject({ height: 32 })
  await context.close()
})

async function openList(size: View) {
  const visitor = await visit(demo.browser, size)
  await logInAsAgent(visitor.page, demo.product.url)
  await visitor.page.goto(`${demo.product.url}/agent/tickets?q=is%3Aopen`)
  await rows(visitor.page).nth(3).waitFor()
  return visitor
}
