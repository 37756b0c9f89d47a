import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

/** Each letter of "please" and of "name" is the key of a verb, or may become one. */
const words = 'please leave my name alone, Zoe'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const openers = {
  'a click': async (page: Page) => rows(page).nth(3).click({ noWaitAfter: true }),
  Enter: async (page: Page) => {
    await rows(page).nth(2).focus()
    await page.keyboard.press('Enter')
  },
  'the next ticket beside an open one': async (page: Page) => {
    await rows(page).nth(0).click()
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
  },
}

it.each(Object.entries(openers))(
  'puts what is typed after r into the reply, before the ticket opened by %s has loaded',
  async (_, open) => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, inject('demoUrl'))
    await rows(page).nth(1).waitFor()
    const verbs = await countVerbs(page)
    await slow(page)
    await open(page)
    await page.keyboard.press('r')
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
    await page.keyboard.type('Ann')
    const text = page.getByRole('textbox', { name: 'Message' })
    await until('the words in the reply', async () => (await writtenIn(page)).includes('Ann'))
    expect(await writtenIn(page)).toBe(`${words}\nAnn`)
    expect(await text.evaluate((it: { matches(q: string): boolean }) => it.matches(':focus'))).toBe(true)
    await page.keyboard.type(' and Ben')
    await until('the editor', () => page.getByRole('button', { name: 'Bold' }).isVisible())
    expect(await writtenIn(page)).toBe(`${words}\nAnn and Ben`)
    expect(verbs()).toBe(0)

    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    expect(faults).toEqual([])
    await context.close()
  },
)

it('sends what was typed before the text box is there, once Ctrl+Enter is pressed after it', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsAgent(page, inject('demoUrl'))
  await rows(page).nth(5).waitFor()
  const notes: string[] = []
  page.on('request', request => {
    if (/messages\.addNote/.test(request.url())) notes.push(request.postData() ?? '')
  })
  await slow(page)
  await rows(page).nth(5).click({ noWaitAfter: true })
  await page.keyboard.press('n')
  await page.keyboard.type('Seen by Ann.')
  await page.keyboard.press('Control+Enter')
  await page
    .getByRole('article', { name: /^Internal note/ })
    .last()
    .waitFor()
  await until('the note', async () => notes.length > 0)
  expect(notes).toEqual([expect.stringContaining('<p>Seen by Ann.</p>')])
  expect(faults).toEqual([])
  await context.close()
})

it('does not take a text for keys on a ticket that takes no answer, or that is not there', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsAgent(page, inject('demoUrl'))
  await rows(page).first().waitFor()
  const verbs = await countVerbs(page)
  await page.keyboard.press('/')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('status:closed')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Search' }).waitFor()
  await until('a closed ticket', () => rows(page).first().isVisible())
  await slow(page)
  await rows(page).first().click({ noWaitAfter: true })
  await page.keyboard.press('r')
  await page.keyboard.type(words)
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
  // The letters after the r are no verbs either: the L in them would ask for tags.
  await pause(500)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.goto(`${inject('demoUrl')}/agent/tickets/999999`)
  await page.keyboard.press('r')
  await page.keyboard.type(words)
  await page.getByRole('heading', { name: 'Ticket not found' }).waitFor()
  expect(verbs()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

const rows = (page: Page) => page.locator('a[data-ticket]')

/** A ticket, its draft and its code take their time. */
async function slow(page: Page): Promise<void> {
  const late = /\/trpc\/[^?]*(tickets\.get|drafts\.get)|\/assets\/(ticket-page|rich-text)-[^/]*\.js$/
  await page.route(late, async route => {
    await pause(600)
    await route.continue()
  })
}

async function countVerbs(page: Page): Promise<() => number> {
  let count = 0
  page.on('request', request => {
    const isVerb = /\/trpc\/[^?]*tickets\.(?!list|get|markRead)/.test(request.url())
    if (isVerb && request.method() === 'POST') count += 1
  })
  return () => count
}

/** In the plain box or in the editor. */
async function writtenIn(page: Page): Promise<string> {
  const text = page.getByRole('textbox', { name: 'Message' })
  if ((await text.count()) === 0) return ''
  return text.evaluate((it: { value?: string; querySelectorAll(q: string): Iterable<{ textContent: string }> }) =>
    it.value === undefined ? Array.from(it.querySelectorAll('p'), p => p.textContent).join('\n') : it.value,
  )
}
