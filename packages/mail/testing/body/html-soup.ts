import { pickFrom, seededRandom } from '../seeded-random.ts'

/** Repeatable random HTML that may break sanitisers: broken tags, wrong nesting, unusual attributes. */
export function htmlSoup(seed: number, pieces: number): string {
  const random = seededRandom(seed)
  const pick = pickFrom(random)
  let soup = ''
  for (let piece = 0; piece < pieces; piece++) {
    const kind = random()
    if (kind < 0.45)
      soup += `<${pick(TAGS)}${random() < 0.6 ? ` ${pick(ATTRIBUTES)}` : ''}${random() < 0.95 ? '>' : ''}`
    else if (kind < 0.7) soup += `</${pick(TAGS)}>`
    else soup += pick(TEXTS)
  }
  return soup
}

const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'b',
    'a',
    'table',
    'tr',
    'td',
    'th',
    'tbody',
    'thead',
    'ul',
    'li',
    'dl',
    'dt',
    'dd',
    'h1',
    'h3',
  ],
  ...['blockquote', 'pre', 'center', 'font', 'img', 'br', 'hr', 'ruby', 'rt', 'rp', 'caption', 'colgroup', 'col'],
  ...[
    'script',
    'style',
    'svg',
    'math',
    'mtext',
    'mglyph',
    'title',
    'textarea',
    'select',
    'option',
    'template',
    'noscript',
  ],
  ...['iframe', 'form', 'input', 'button', 'object', 'embed', 'base', 'meta', 'link', 'body', 'html', 'head', 'xmp'],
  ...['plaintext', 'noembed', 'foreignObject', 'annotation-xml', 'details', 'summary', 'o:p', 'image', 'P', 'TABLE'],
]

const ATTRIBUTES = [
  ...['onclick=alert(1)', 'onerror="alert(1)"', 'href="javascript:alert(1)"', 'href=" java\tscript:alert(1)"'],
  ...['href="https://a.example/?a=1&amp;b=2"', 'href=//a.example', 'href=/logout', 'href="mailto:a@b.example"'],
  ...[
    'src=x',
    'src="cid:a&quot;b@c"',
    'src="https://a.example/p.gif"',
    'src=//a.example/p.gif',
    'src="data:image/svg+xml,x"',
  ],
  ...['srcset="/x 1x"', 'background=/x', 'style="color:red;position:fixed"', "style='width:10px;background:url(/x)'"],
  ...[
    'style="font-family:&quot;A&quot;,b;color:RED"',
    'style="margin:1px -5px"',
    'class="gmail_quote x_gmail_attr evil"',
  ],
  ...['class="note x"', 'style="background-image:url(https://a.example/b.png)"', 'background=https://a.example/c.png'],
  ...['data-remote-background="/x"', 'data-remote-background="https://a.example/d;(e)"'],
  ...['id=body', 'name=cookie', 'dir=rtl', 'lang=de', 'align=center', 'width=100%', 'colspan=3', 'nowrap', 'start=-3'],
  ...[
    'data-remote-src=/x',
    'data-remote-src="https://a.example/y"',
    'data-cid="z@z"',
    'alt=""',
    'alt="a<b"',
    'x"y=1',
    "'=2",
  ],
  ...[
    'title="`<img src=x onerror=alert(1)>"',
    'xlink:href="javascript:1"',
    'formaction=/x',
    'srcdoc="<b>"',
    'target=_top',
  ],
]

const TEXTS = [
  '<style>p, .note { color: red; position: fixed } div p { margin: 3px } * { border: 1px solid }</style>',
  '<style>.note { background: url(https://a.example/x); width: 9px !important',
  ...['text', ' ', '\n', '&lt;script&gt;', '&amp;lt;', '&nbsp;', '<!-- c -->', '<!--', '-->', '<![CDATA[x]]>', '<?x?>'],
  ...[
    '<!doctype html>',
    ']]>',
    '<',
    '>',
    '&',
    '&#x3c;',
    '&#0;',
    '\u0000',
    '"',
    "'",
    '`',
    '<//',
    '</',
    '<a',
    '<img src="',
    '💌',
  ],
  ...[
    '</title><img src=x onerror=alert(1)>',
    '</noscript><script>1</script>',
    '--!>',
    '<svg></p><style><a id="</style>">',
  ],
]
