import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit, wide } from '../setup/browser.ts'
import { type OwnDemo, ownDemo } from '../setup/own-demo.ts'
import { until } from '../setup/wait.ts'

describe('one cursor', () => {
  const demo = ownDemo()

  it('marks one row, on which keys act in the table and beside the ticket', async () => {
    const { page, context, faults, verbs } = await listOf(demo)
    await page.keyboard.type('gu')
    await page.getByRole('heading', { name: 'Unassigned' }).waitFor()
    await until(
      'the unassigned tickets',
      async () => (await page.getByRole('table').getByText('Ana Ribeiro').count()) === 0,
    )
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const second = await rows(page).nth(1).textContent()
    expect(await marked(page)).toEqual([second])
    expect(await hasFocusInMark(page)).toBe(true)
    await page.keyboard.press('m')
    await until('the ticket to be taken', async () => verbs.length === 1)
    expect(page.url()).not.toMatch(/tickets\/\d/)
    await page.keyboard.type('ga')
    await page.getByRole('heading', { name: 'All open' }).waitFor()
    await until('the mark to be kept', async () => (await marked(page))[0] === second)

    await page.keyboard.press('Enter')
    await heading(page, second)
    expect(await marked(page)).toEqual([second])
    expect(await hasFocusInMark(page)).toBe(true)
    // The mark moves at once; only the ticket where it rests is opened.
    const opened = new Set<string>()
    page.on('framenavigated', frame => frame === page.mainFrame() && opened.add(frame.url()))
    const subjects = await rows(page).allTextContents()
    const fourthBelow = subjects[subjects.indexOf(second ?? '') + 4]
    await page.evaluate(`new Promise(done => {
      let left = 4
      const press = () => {
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
        left -= 1
        if (left > 0) setTimeout(press, 15)
        else done()
      }
      press()
    })`)
    expect(await marked(page)).toEqual([fourthBelow])
    await heading(page, fourthBelow)
    expect(opened.size).toBe(1)
    expect(faults).toEqual([])
    await context.close()
  })

  it('goes on to the next ticket, and each key finds the ticket that it was pressed for, on a slow network too', async () => {
    const { page, context, faults, verbs } = await listOf(demo)
    await rows(page).first().click()
    const subjects = await rows(page).allTextContents()
    await heading(page, subjects[0])
    await page.route(/\/trpc\/[^?]*tickets\.(get|resolve)/, async route => {
      await pause(400)
      await route.continue()
    })
    await page.keyboard.press('j')
    for (const key of 'eee') await page.keyboard.press(key)
    await heading(page, subjects[4])
    expect(verbs.map(verb => verb.name)).toEqual(['resolve', 'resolve', 'resolve'])
    expect(new Set(verbs.map(verb => verb.ticketId)).size).toBe(3)
    await until('the finished rows to leave', async () => {
      const left = await rows(page).allTextContents()
      return !subjects.slice(1, 4).some(subject => left.includes(subject))
    })
    expect(await marked(page)).toEqual([subjects[4]])
    expect(await hasFocusInMark(page)).toBe(true)
    await page.goBack()
    await page.getByRole('table').waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('goes on in the table too, and drops the keys of an agent who has gone elsewhere', async () => {
    const { page, context, faults, verbs } = await listOf(demo)
    await page.route(/\/trpc\/[^?]*tickets\.resolve/, async route => {
      await pause(400)
      await route.continue()
    })
    const subjects = await rows(page).allTextContents()
    await page.keyboard.press('j')
    for (const key of 'ee') await page.keyboard.press(key)
    await until('two tickets to be resolved', async () => verbs.length === 2)
    expect(new Set(verbs.map(verb => verb.ticketId)).size).toBe(2)
    await until('the mark to move on', async () => (await marked(page))[0] === subjects[2])

    await page.keyboard.press('Enter')
    await heading(page, subjects[2])
    for (const key of 'ee') await page.keyboard.press(key)
    await rows(page)
      .filter({ hasText: subjects[4] ?? '' })
      .click()
    await heading(page, subjects[4])
    await until('one more ticket to be resolved', async () => verbs.length === 3)
    await pause(800)
    expect(verbs.length).toBe(3)
    expect(faults).toEqual([])
    await context.close()
  })

  it('goes where the agent chose to go after a reply, and leaves the composer by Escape', async () => {
    const { page, context, faults, verbs } = await listOf(demo)
    await rows(page).first().click()
    const [first, second] = await rows(page).allTextContents()
    await heading(page, first)
    await page.keyboard.press('r')
    await page.keyboard.type('We are on it')
    await page.keyboard.press('Escape')
    expect(await hasFocusInMark(page)).toBe(true)
    await page.keyboard.press('r')
    await page.keyboard.type('.')
    await page.keyboard.press('Control+Enter')
    await heading(page, second)
    expect(await hasFocusInMark(page)).toBe(true)

    await page.goto(`${demo.product.url}/agent/settings/account`)
    await choose(page, 'Stay')
    await page.goto(`${demo.product.url}/agent/tickets?q=is%3Aopen`)
    await rows(page)
      .filter({ hasText: second ?? '' })
      .click()
    await heading(page, second)
    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    await until('a place for the focus', () => hasFocus(page))

    await page.goto(`${demo.product.url}/agent/settings/account`)
    await choose(page, 'Back to list')
    await page.goto(`${demo.product.url}/agent/tickets?q=is%3Aopen`)
    await rows(page).first().click()
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
    await page.keyboard.press('e')
    await page.getByRole('table').waitFor()
    expect(verbs.map(verb => verb.name)).toEqual(['resolve', 'resolve'])
    await until('the focus on the next ticket', () => hasFocusInMark(page))
    expect(faults).toEqual([])
    await context.close()
  })

  it('leads from the search box to the hits and back', async () => {
    const { page, context, faults } = await listOf(demo)
    await page.keyboard.press('/')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('is:done')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Search' }).waitFor()
    await until('the focus on the first hit', () => hasFocusInMark(page))
    await page.keyboard.press('/')
    await page.keyboard.type('is:done priority:h')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('combobox', { name: 'Search tickets' }).inputValue()).toBe('is:done priority:high ')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await hasFocusInMark(page)).toBe(true)
    await page.keyboard.press('/')
    await page.keyboard.press('ArrowDown')
    expect(await hasFocusInMark(page)).toBe(true)
    const [subject] = await marked(page)
    await page.keyboard.press('Enter')
    await heading(page, subject)
    expect(faults).toEqual([])
    await context.close()
  })
})

const rows = (page: Page) => page.locator('a[data-ticket]')
const marked = (page: Page) => page.locator('[data-marked] a[data-ticket]').allTextContents()
const hasFocusInMark = async (page: Page) => (await page.locator('[data-marked] a[data-ticket]:focus').count()) === 1
const hasFocus = async (page: Page) => (await page.locator('body *:focus').count()) === 1
const choose = (page: Page, label: string) =>
  page.getByRole('radiogroup', { name: 'After finishing a ticket' }).getByText(label).click()
const heading = (page: Page, subject: string | null | undefined) =>
  page
    .getByRole('main')
    .getByRole('heading', { level: 1, name: subject ?? '', exact: true })
    .waitFor()

/** All open tickets as Ana sees them, and the verbs that she sends from then on. */
async function listOf({ browser, product }: OwnDemo) {
  const visitor = await visit(browser, wide, 'next')
  const verbs: { name: string; ticketId: string }[] = []
  visitor.page.on('request', request => {
    const name = /\/trpc\/[^?]*tickets\.(resolve|take|close)/.exec(request.url())?.[1]
    if (name) verbs.push({ name, ticketId: request.postDataJSON().ticketId })
  })
  await logInAsAgent(visitor.page, product.url)
  await rows(visitor.page).nth(5).waitFor()
  return { ...visitor, verbs }
}
