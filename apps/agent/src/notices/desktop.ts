/** Notifications of this browser: one for each notice, in the window that finds it first. */
export const desktopChoice = { key: 'gotrs-desktop-notices', values: ['off', 'on'] } as const

export const canNotify = () => 'Notification' in window && Notification.permission === 'granted'

const visibleLock = 'gotrs-visible'

/** Says to the other windows of the app that this one is visible, as long as it is. Returns how to stop. */
export function holdVisible(): () => void {
  let release: (() => void) | null = null
  const follow = () => {
    const isVisible = document.visibilityState === 'visible'
    if (isVisible && !release) {
      const held = new Promise<void>(resolve => {
        release = resolve
      })
      void navigator.locks?.request(visibleLock, { mode: 'shared' }, () => held)
    } else if (!isVisible) {
      release?.()
      release = null
    }
  }
  follow()
  document.addEventListener('visibilitychange', follow)
  return () => {
    document.removeEventListener('visibilitychange', follow)
    release?.()
  }
}

/** Whether a window of the app is visible. */
export async function isAppVisible(): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return held.some(({ name }) => name === visibleLock)
}

type Shown = { tag: string; title: string; body: string; onClick: () => void }

/** `tag`: another window that shows the same replaces it. Chrome for Android lets no page show one: the bell counts it. */
export function showNotification({ tag, title, body, onClick }: Shown) {
  const shown = createNotification(title, { tag, body, icon: '/agent/icon.svg' })
  if (!shown) return
  shown.onclick = () => {
    window.focus()
    shown.close()
    onClick()
  }
}

function createNotification(title: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options)
  } catch {
    return null
  }
}
