import { describe, expect, it } from 'vitest'
import { markupToHtml, markupToText } from './markup.ts'

describe('markup', () => {
  it('makes paragraphs, lists, tables, printed matter and pictures, as HTML and as text', () => {
    const story = `Hi <Ana>,

          two **things**:
          - one & two
          - https://desk.example/a?b=1.

          | Line | Right |
          | VAT | FR 74 |

          \`\`\`
          GET /
            x: 1
          \`\`\`

          [[chart]]`
    expect(markupToHtml(story)).toBe(
      [
        '<p>Hi &lt;Ana&gt;,</p>',
        '<p>two <strong>things</strong>:</p>',
        '<ul><li>one &amp; two</li><li><a href="https://desk.example/a?b=1">https://desk.example/a?b=1</a>.</li></ul>',
        '<table style="border-collapse:collapse"><tr><th style="border:1px solid #c8ccd0;padding:4px 8px;text-align:left">Line</th><th style="border:1px solid #c8ccd0;padding:4px 8px;text-align:left">Right</th></tr><tr><td style="border:1px solid #c8ccd0;padding:4px 8px;text-align:left">VAT</td><td style="border:1px solid #c8ccd0;padding:4px 8px;text-align:left">FR 74</td></tr></table>',
        '<pre>GET /\n  x: 1</pre>',
        '<p><img src="cid:chart" alt="chart" style="max-width:100%"></p>',
      ].join('\n'),
    )
    expect(markupToText(story)).toBe(
      'Hi <Ana>,\n\ntwo things:\n\n- one & two\n- https://desk.example/a?b=1.\n\nLine   Right\nVAT   FR 74\n\nGET /\n  x: 1\n\n[image: chart.png]',
    )
  })
})
