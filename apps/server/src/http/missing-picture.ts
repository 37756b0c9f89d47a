/**
 * The replacement for an image that could not be fetched: without it, browsers draw a broken image without text, and no
 * script may run in a mail. Status and headers are those of the refusal. It has no size of its own, so that its text is
 * always readable; a place that is too small for text, such as a tracking pixel, stays empty.
 */
export function missingPicture(refusal: Response): Response {
  const headers = new Headers(refusal.headers)
  headers.set('Content-Type', 'image/svg+xml')
  headers.set('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
  return new Response(picture, { status: refusal.status, headers })
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Picture could not be loaded"><style>
text { font: 13px system-ui, sans-serif; fill: #5c5c5c }
rect { fill: #f3f3f3; stroke: #b8b8b8 }
@media (max-width: 175px) { text { display: none } }
@media (max-width: 15px) { rect { display: none } }
</style><rect width="100%" height="100%"/><text x="50%" y="50%" text-anchor="middle" dominant-baseline="central">Picture could not be loaded</text></svg>`
