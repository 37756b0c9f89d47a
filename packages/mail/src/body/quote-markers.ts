/** Classes and ids by which mail programs mark what they quote or sign; the sanitiser keeps these and no other. */
export function isQuoteMarker(name: string): boolean {
  return MARKERS.has(bareMarker(name))
}

/** Outlook on the web puts `x_` before every class and id of a mail it quotes, once more for each reply. */
export function bareMarker(name: string): string {
  let bare = name
  while (bare.startsWith('x_') && bare.length > 2) bare = bare.slice(2)
  return bare.toLowerCase()
}

export const QUOTE_MARKERS = new Set([
  ...['gmail_quote', 'gmail_quote_container', 'gmail_extra', 'gmail_attr'],
  ...['moz-cite-prefix', 'moz-forward-container', 'moz-email-headers-table'],
  ...['yahoo_quoted', 'yahooquotedmessage', 'protonmail_quote', 'zmail_extra', 'zmail_extra_hr'],
  ...['outlookmessageheader', 'divrplyfwdmsg', 'appendonsend', 'mail-editor-reference-message-container'],
  ...['ms-outlook-mobile-reference-message', 'replyforwardmessage', 'olk_src_body_section', 'olk_copy_source'],
  ...['quoted_from_airmail', 'airmail_ext_on', 'tutanota_quote', 'hcomment', 'hmail_quote', 'front-blockquote'],
])

export const SIGNATURE_MARKERS = new Set([
  ...['gmail_signature', 'gmail_signature_prefix', 'moz-signature', 'protonmail_signature_block', 'signature'],
  ...['applemailsignature', 'ms-outlook-mobile-signature', 'ymail_android_signature', 'ymail_ios_signature'],
  ...['mobile_signature', 'spark_signature', 'bloop_sign', 'mailspring_signature', 'zmail_signature_below'],
])

const MARKERS = new Set([...QUOTE_MARKERS, ...SIGNATURE_MARKERS])
