import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { useCan } from '../session/use-session.ts'
import { fixedLinks, queueLinks, savedLinks } from '../views/view-links.ts'
import { paletteItems } from './palette-items.ts'

export default function PaletteList({ onDone }: { onDone: () => void }) {
  const may = useCan()
  const navigate = useNavigate()
  const counts = trpc.views.counts.useQuery()
  const [typed, setTyped] = useState('')
  // The field keeps Escape from the dialog for the sake of its list, which is the dialog here.
  const combobox = useCombobox({ opened: true, onDropdownClose: onDone })
  const views = [...fixedLinks(counts.data), ...queueLinks(counts.data), ...savedLinks(counts.data)]
  const items = paletteItems(typed, views, may('outbox.read'))
  const groups = [...new Set(items.map(item => item.group))]
  const go = (key: string) => {
    onDone()
    void navigate(items.find(item => item.key === key)?.to ?? '/')
  }
  return (
    <Combobox store={combobox} onOptionSubmit={go}>
      <Combobox.EventsTarget>
        <TextInput
          aria-label="Where to?"
          placeholder="Name, number or words"
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={event => {
            setTyped(event.currentTarget.value)
            combobox.selectFirstOption()
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options aria-label="Places" mt={8} mah="50vh" style={{ overflowY: 'auto' }}>
        {groups.map(group => (
          <Combobox.Group key={group} label={group}>
            {items
              .filter(item => item.group === group)
              .map(item => (
                <Combobox.Option key={item.key} value={item.key}>
                  {item.label}
                </Combobox.Option>
              ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
    </Combobox>
  )
}
