import { readFile } from 'node:fs/promises'
import { picture } from '@gotrs/core/testing/pictures'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit, wide } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'

/** The width of a picture as it came. */
const widthOf = (image: unknown) => (image as { naturalWidth: number }).naturalWidth
const patient = { timeout: 20_000 }

describe('the files of a message', () => {
  const url = inject('demoUrl')
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
    const invoice = await readFile(new URL('../../apps/gotrs/demo/files/Invoice NW-20391.pdf', import.meta.url))
    await sendMail(inject('demoSmtpPort'), {
      from: { name: 'Lena', address: 'lena@other.example' },
      to: 'support@gotrs.example',
      subject: 'The plates are bent',
      text: 'Photo, invoice and list attached.',
      attachments: [
        { filename: 'plate.jpg', content: picture(2_400, 1_800, 'jpeg'), contentType: 'application/octet-stream' },
        { filename: 'invoice.pdf', content: invoice, contentType: 'application/octet-stream' },
        { filename: 'list.csv', content: '<script>alert(1)</script>;Gewicht\n1;2,5 kg\n', contentType: 'text/csv' },
        {
          filename: 'broken.png',
          content: Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'),
          contentType: 'image/png',
        },
      ],
    })
  })
  afterAll(() => browser.close())

  const openTicket = async (page: Page) => {
    await logInAsAgent(page, url, 'ben@gotrs.example')
    await page.goto(`${url}/agent/tickets?q=${encodeURIComponent('"plates are bent"')}`)
    await page
      .getByRole('link', { name: /The plates are bent/ })
      .first()
      .click()
    await page.getByRole('list', { name: 'Attachments' }).waitFor()
  }

  it('are chips with a small picture, open in place, and close to where one was', async () => {
    const { page } = await visit(browser, wide)
    const originals: string[] = []
    page.on('response', response => {
      if (response.url().includes('?inline=1')) originals.push(response.url())
    })
    await openTicket(page)
    const files = page.getByRole('list', { name: 'Attachments' })
    const chip = files.getByRole('link', { name: /plate\.jpg/ })
    await expect.poll(() => chip.locator('img').evaluate(widthOf), patient).toBe(320)
    // The one without a thumbnail has an icon.
    await files
      .getByRole('link', { name: /broken\.png/ })
      .locator('svg')
      .waitFor()
    expect(originals).toEqual([])

    await chip.click()
    const dialog = page.getByRole('dialog', { name: /plate\.jpg/ })
    const image = dialog.getByRole('img', { name: 'plate.jpg' })
    await image.waitFor()
    expect((await dialog.boundingBox())?.width).toBe(page.viewportSize()?.width)
    await expect.poll(() => image.evaluate(widthOf), patient).toBe(2_400)
    const box = await image.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(wide.height)
    await dialog.getByRole('button', { name: 'Show in its own size' }).click()
    expect((await image.boundingBox())?.width).toBe(2_400)

    await page.keyboard.press('ArrowRight')
    const pdf = page.getByRole('dialog', { name: /invoice\.pdf/ }).locator('iframe')
    expect(await pdf.getAttribute('src')).toMatch(/\?inline=pdf$/)
    await page.getByRole('button', { name: 'Next file' }).click()
    await page.getByText('<script>alert(1)</script>;Gewicht').waitFor()
    await page.getByRole('button', { name: 'Next file' }).click()
    await page.getByText('This picture can’t be shown.').waitFor()
    await page.getByRole('button', { name: 'Next file' }).click()
    await page.getByRole('dialog', { name: /plate\.jpg · |plate\.jpg/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => chip.evaluate(it => it.matches(':focus')), patient).toBe(true)
  })

  it('are downloaded all at once', async () => {
    const { page } = await visit(browser, wide)
    await openTicket(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download all' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^ticket-\d+\.zip$/)
    const zip = await readFile(await download.path())
    for (const name of ['plate.jpg', 'invoice.pdf', 'list.csv', 'broken.png']) expect(zip.includes(name)).toBe(true)
  })
})
