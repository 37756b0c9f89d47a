/**
 * Pictures on other servers, in the HTML that the desk keeps: their addresses wait in `data-remote-src` and
 * `data-remote-background`, where nothing loads them. The sanitiser writes attributes in one way only: in double quotes,
 * with `& < > "` escaped; so do texts, but for quotes.
 */
export const hasRemoteImages = (html: string | null): boolean =>
  html !== null && (html.includes(' data-remote-src="') || html.includes(' data-remote-background="'))

export function remoteImagesIn(html: string | null): ReadonlySet<string> {
  const found = html?.matchAll(/ data-remote-(?:src|background)="([^"]{1,8000})"/g) ?? []
  return new Set([...found].map(([, url = '']) => unescaped(url)))
}

/**
 * The same HTML with its pictures asked of the desk, which fetches them for a reader of this message. Where it can't, an
 * image says so in words; a background is just not there.
 */
export function withRemoteImages(html: string, messageId: string): string {
  return html.replace(/<[a-z][^<>]*>/g, tag => {
    const src = / data-remote-src="([^"]+)"/.exec(tag)?.[1]
    if (src)
      return tag.replace(
        ' data-remote-src=',
        ` src="${remoteImagePath(messageId, src)}&amp;orWords=1" data-remote-src=`,
      )
    const background = / data-remote-background="([^"]+)"/.exec(tag)?.[1]
    return background
      ? withStyle(tag, `background-image:url(&quot;${remoteImagePath(messageId, background)}&quot;)`)
      : tag
  })
}

const remoteImagePath = (messageId: string, escapedUrl: string) =>
  `/api/messages/${messageId}/remote-image?url=${encodeURIComponent(unescaped(escapedUrl))}`

function withStyle(tag: string, declaration: string): string {
  const style = / style="([^"]*)"/.exec(tag)
  if (!style) return tag.replace(/^<[a-z0-9]+/, name => `${name} style="${declaration}"`)
  return tag.replace(style[0], () => ` style="${style[1] ? `${style[1]};` : ''}${declaration}"`)
}

const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
