const fonts = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<font color=#${(0x100000 + at).toString(16)}>`).join('')

/** Mails that are small, but large or slow in a browser. */
export const amplifiedMails: [name: string, html: string][] = [
  ['fonts that every block rebuilds', `<p>${fonts(240)}${'<div>x</div>'.repeat(1_000)}`],
  ['fonts that every cell row rebuilds', `<table>${`${fonts(18)}<tr><td>x`.repeat(600)}`],
  ['links in the wrong order', '<a href=https://a.example/><b><p>x</a>'.repeat(1_500)],
  ['bold blocks in the wrong order', `${'<b><i><u><div>'.repeat(100)}${'</b></i></u>x<p>'.repeat(800)}`],
  [
    'long styles that are rebuilt',
    `<p>${`<font style="font-family:${'a,'.repeat(140)}b" color=red>`.repeat(18)}${'<div>x'.repeat(1_500)}`,
  ],
  ['text in front of a table', `<table>${'<b>x<i><tr>'.repeat(1_500)}`],
  ['nested lists', '<ul><li>x'.repeat(2_000)],
  ['nested tables with heights', '<table height=100% width=100%><tr height=100%><td height=100%>'.repeat(200)],
  ['nested boxes that shrink', `${'<div style="display:inline-block;padding:1%;width:90%">'.repeat(240)}x`],
  ['nested floats', `${'<div style="float:left;min-width:10%">'.repeat(240)}x`],
  ['wide cells', `<table>${`<tr>${'<td colspan=1000>x'.repeat(100)}`.repeat(20)}</table>`],
  ['high cells', `<table>${'<tr><td rowspan=1000>x<td rowspan=1000>x'.repeat(1_000)}</table>`],
  ['columns of columns', `<table>${'<colgroup span=1000><col span=1000>'.repeat(500)}<tr><td>x</table>`],
  [
    'rules for every element',
    `<style>${'div div p{color:red;padding:1px}'.repeat(1_000)}</style>${'<div><p>x'.repeat(200)}`,
  ],
  ['a word without an end', `<table><tr><td>${'x'.repeat(300_000)}</td></tr></table>`],
  ['letters as high as a house', `<p style="font-size:120px;line-height:200px">${'x<br>'.repeat(3_000)}`],
  ['options without an end', `<select>${'<option><b>x'.repeat(3_000)}`],
  ['drawings', '<svg><g><foreignObject><p><b>x'.repeat(1_500)],
  ['templates', '<template><table><b>x'.repeat(1_500)],
  ['attributes', `<p ${Array.from({ length: 30_000 }, (_, at) => `a${at}=1`).join(' ')}>x`],
  ['numbers of a list', `<ol start=999999>${'<li value=-99999>x'.repeat(4_000)}`],
  ['numbers that every item sets', `<ol reversed>${'<li value=-99999>x'.repeat(20_000)}`],
  [
    'columns beyond any screen',
    `<table style="table-layout:fixed">${'<col span=1000>'.repeat(9_000)}<tr><td>x</table>`,
  ],
  ['cells of one row', `<table>${'<td colspan=1000 rowspan=1000>x'.repeat(14_000)}</table>`],
  ['marks on one letter', `a${'\u0301'.repeat(300_000)}`],
  ['line ends', '<br>'.repeat(29_000)],
  ['paragraphs', '<p>x'.repeat(28_000)],
  ['rubies', '<ruby>x<rt>y</ruby>'.repeat(9_000)],
]
