/** The words of a draft's HTML, one line for each paragraph. Nothing of it is run or loaded: the document is inert. */
export function textOf(html: string): string {
  const lines = html.replace(/<br\s*\/?>|<\/(p|div|li|blockquote|pre)>/gi, '$&\n')
  return new DOMParser().parseFromString(lines, 'text/html').body.textContent.trim()
}
