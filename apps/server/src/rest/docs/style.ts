/** The one style block of the API page. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d3d3d9, #3a3a43); --dim: light-dark(#5b5b66, #a9a9b5);
  --link: light-dark(#454dc4, #a3aafc); --paper: light-dark(#ffffff, #1b1b20); --box: light-dark(#f4f4f6, #26262d); }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 200px minmax(0, 1fr); background: var(--paper);
  font: 15px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px 16px; border-right: 1px solid var(--line); }
nav > a { font-weight: 600; color: inherit; text-decoration: none; }
nav ul { list-style: none; margin: 12px 0 0; padding: 0; }
nav li a { display: block; padding: 4px 0; text-decoration: none; }
main { padding: 24px 32px 64px; max-width: 1000px; }
a { color: var(--link); }
h1 { font-size: 28px; margin: 0 0 12px; }
h2 { font-size: 21px; margin: 40px 0 8px; }
h3 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: 13px; margin: 12px 0 4px; color: var(--dim); }
section > h3 { margin: 24px 0 8px; }
article { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 12px 0; }
article p { margin: 6px 0; }
details { margin: 6px 0; }
summary { cursor: pointer; font-size: 13px; padding: 4px 0; }
details pre { margin: 4px 0 8px; }
.method { display: inline-block; min-width: 62px; padding: 1px 8px; margin-right: 6px; border-radius: 4px; text-align: center;
  font-size: 12px; font-weight: 700; background: var(--box); border: 1px solid var(--line); }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: var(--box); border-radius: 8px; padding: 12px 16px; overflow: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
td { padding: 4px 12px 4px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td:first-child { white-space: nowrap; }
em { color: var(--dim); font-size: 12px; }
@media (max-width: 720px) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 16px; }
  nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; }
  main { padding: 16px; }
  td { display: block; border-top: 0; padding: 0 0 2px; }
  td:first-child { white-space: normal; border-top: 1px solid var(--line); padding-top: 6px; }
}
`
