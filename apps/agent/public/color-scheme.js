// Runs before the first paint, so that a dark desk never flashes white. The key is that of src/theme/color-scheme.ts.
;(() => {
  let chosen = 'auto'
  try {
    chosen = localStorage.getItem('gotrs-color-scheme') || 'auto'
  } catch {
    // Storage may be switched off; the system's scheme is then right.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
})()
