import { Switch } from '@mantine/core'
import { useState } from 'react'
import { canNotify, desktopChoice } from '../../notices/desktop.ts'
import { useStoredChoice } from '../../shell/stored-choice.ts'
import { Section } from '../parts/section.tsx'

/** Notifications outside the app; the browser asks for its permission only after this switch. */
export function DesktopNotices() {
  const [choice, setChoice] = useStoredChoice(desktopChoice)
  const [isRefused, setRefused] = useState(false)
  const isOn = choice === 'on' && canNotify()
  const change = async (isWanted: boolean) => {
    setRefused(false)
    if (isWanted && (await Notification.requestPermission()) !== 'granted') return setRefused(true)
    setChoice(isWanted ? 'on' : 'off')
  }
  if (!('Notification' in window)) return null
  return (
    <Section title="Desktop notifications">
      <Switch
        label="Show notifications of this browser"
        description="While no window of GOTRS is visible: who did what in which ticket, never what somebody wrote. This browser remembers it."
        checked={isOn}
        error={
          isRefused &&
          'The browser does not allow it. Allow notifications of this page in its settings, then try again.'
        }
        onChange={event => void change(event.currentTarget.checked)}
      />
    </Section>
  )
}
