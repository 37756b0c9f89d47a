// Runs before the first paint: sets the colour scheme (the key is shared with the agent app), and in the frame the
// name of the business and the look of its button as remembered. Without storage, the system's scheme and a neutral name hold.
const root = document.documentElement
const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches
root.dataset.theme = systemIsDark ? 'dark' : 'light'
try {
  const choice = localStorage.getItem('gotrs-color-scheme')
  if (choice === 'light' || choice === 'dark') root.dataset.theme = choice
  if (location.pathname === '/' && localStorage.getItem('gotrs.user')) root.dataset.at = 'list'
  const desk = JSON.parse(localStorage.getItem('gotrs.desk') ?? 'null')
  if (typeof desk?.businessName === 'string') {
    const name = desk.businessName.replace(/[\\"\n\r\f]/g, ' ')
    root.style.setProperty('--business-name', `"${name}"`)
  }
} catch {
  // Storage is off or holds something else: the defaults stand.
}
