/**
 * What stands in the place of a picture that could not be had: without it, browsers draw a broken one without words, and
 * no script may run beside a mail. Status and header stay those of the refusal. It has no size of its own, so that its words keep theirs at any; what has room
 * for no words, as a pixel that counts readers, stays empty.
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
