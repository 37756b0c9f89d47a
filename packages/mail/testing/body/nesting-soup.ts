import { pickFrom, seededRandom } from '../seeded-random.ts'

/** Repeatable random tags that browsers move, close and create again, opened and closed in any order. */
export function nestingSoup(seed: number, pieces: number): string {
  const random = seededRandom(seed)
  const pick = pickFrom(random)
  let soup = ''
  for (let piece = 0; piece < pieces; piece++) {
    const kind = random()
    if (kind < 0.5) soup += `<${pick(TAGS)}${pick(ATTRIBUTES)}>`
    else if (kind < 0.75) soup += `</${pick(TAGS)}>`
    else if (kind < 0.8) soup += `<${pick(FORMATTING)}>`.repeat(1 + Math.floor(random() * 30))
    else soup += pick(TEXTS)
  }
  return soup
}

const FORMATTING = ['a', 'b', 'i', 'u', 'font', 'nobr', 'code', 'em', 'small', 'strong', 'tt', 'big', 's', 'strike']
const TAGS = [
  ...FORMATTING,
  ...[
    'p',
    'div',
    'span',
    'li',
    'ul',
    'ol',
    'dl',
    'dd',
    'dt',
    'h1',
    'h2',
    'h3',
    'center',
    'address',
    'pre',
    'blockquote',
  ],
  ...['table', 'table', 'tr', 'td', 'th', 'tbody', 'thead', 'tfoot', 'caption', 'colgroup', 'col', 'hr', 'br', 'img'],
  ...[
    'ruby',
    'rb',
    'rt',
    'rtc',
    'rp',
    'details',
    'summary',
    'button',
    'select',
    'option',
    'optgroup',
    'textarea',
    'xmp',
  ],
  ...[
    'svg',
    'math',
    'foreignObject',
    'desc',
    'mtext',
    'template',
    'object',
    'marquee',
    'form',
    'input',
    'body',
    'html',
  ],
  ...[
    'figure',
    'figcaption',
    'section',
    'menu',
    'dir',
    'article',
    'frameset',
    'noscript',
    'plaintext',
    'title',
    'label',
  ],
]
const ATTRIBUTES = ['', '', '', ' color=red', ' color=blue', ' href=https://a.example/', ' align=center', ' value=word']
const TEXTS = [
  'word',
  ' ',
  '\n',
  '\r\n',
  '&#13;',
  '&nbsp;',
  'a &lt; b',
  '<!-- c -->',
  '<br/>',
  '</p>',
  '</br>',
  '語',
  '\0',
]
