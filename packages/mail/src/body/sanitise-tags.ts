/** Elements that only structure and style text. Other elements lose their tags and keep their text. */
export const ALLOWED_TAGS = [
  ...['address', 'article', 'aside', 'blockquote', 'center', 'div', 'footer', 'header', 'main', 'nav', 'section'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'p', 'pre', 'br', 'wbr'],
  ...['dd', 'dl', 'dt', 'li', 'menu', 'ol', 'ul', 'dir', 'figure', 'figcaption', 'details', 'summary'],
  ...['a', 'abbr', 'acronym', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd'],
  ...['mark', 'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var'],
  ...['rb', 'rp', 'rt', 'rtc', 'ruby', 'img'],
  ...['caption', 'col', 'colgroup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'],
]
