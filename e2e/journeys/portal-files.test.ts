import { picture, withExif } from '@gotrs/core/testing/pictures'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsCustomer, type View, visit } from '../setup/browser.ts'
import { waitForText } from '../setup/visible.ts'

const phone: View = { width: 390, height: 844, colorScheme: 'light' }

describe('a photo in the portal', () => {
  const url = inject('demoUrl')
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('is shrunk and loses its place before it leaves, and the request waits for it', async () => {
    const { page, faults } = await visit(browser, phone)
    await logInAsCustomer(page, url, 'lena@other.example')
    await page.goto(`${url}/requests/new`)
    await page.getByRole('textbox', { name: 'Subject' }).fill('A plate came bent')
    await page.getByRole('textbox', { name: 'Message' }).fill('As the photo shows.')

    // The upload takes until the test lets it go on.
    let goOn = () => {}
    const isHeld = new Promise<void>(resolve => {
      goOn = resolve
    })
    await page.route('**/api/attachments', async route => {
      await isHeld
      await route.continue()
    })
    const photo = withExif(picture(4_000, 3_000, 'jpeg'), 6)
    const file = { name: 'plate.jpg', mimeType: 'image/jpeg', buffer: photo }
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.getByRole('button', { name: 'Send request' }).click()
    await waitForText(page, 'Sends when plate.jpg is up')
    await page.getByRole('button', { name: 'Don’t send yet' }).click()
    await page.getByRole('button', { name: 'Send request' }).click()
    await waitForText(page, 'Sends when plate.jpg is up')
    const asked = page.waitForEvent('dialog')
    // The page answers only after the dialog.
    const reloaded = page.evaluate('location.reload()')
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await reloaded
    await page.getByRole('button', { name: 'Remove plate.jpg' }).click()
    // Nothing is sent without the file: the button is back, and the text is there.
    await page.getByRole('button', { name: 'Send request' }).waitFor()
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.getByRole('button', { name: 'Send request' }).click()
    await waitForText(page, 'Sends when plate.jpg is up')
    let bytes = 0
    page.on('response', async response => {
      if (/thumbnail|inline/.test(response.url())) bytes += (await response.body()).length
    })
    goOn()
    await page.getByRole('heading', { name: 'A plate came bent' }).waitFor()
    const link = page.getByRole('list', { name: 'Files' }).getByRole('link', { name: /plate\.jpg/ })
    const shown = link.locator('img')
    await expect
      .poll(() => shown.evaluate(it => (it as unknown as { naturalWidth: number }).naturalWidth), { timeout: 20_000 })
      .toBeGreaterThan(0)
    expect(bytes).toBeLessThan(150_000)

    const address = String(await link.getAttribute('href'))
    const sent = await (await page.request.get(`${url}${address}`)).body()
    expect(sent.length).toBeLessThan(photo.length)
    for (const mark of ['Exif', 'GPS']) expect([photo.includes(mark), sent.includes(mark)]).toEqual([true, false])
    // Upright: the phone had stored it lying on its side.
    const { width, height } = await page.evaluate<{ width: number; height: number }>(
      `fetch('${address}').then(it => it.blob()).then(createImageBitmap).then(({ width, height }) => ({ width, height }))`,
    )
    expect([width, height]).toEqual([1_536, 2_048])
    expect(faults).toEqual([])
  })
})
