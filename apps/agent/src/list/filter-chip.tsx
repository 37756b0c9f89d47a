import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './list-head.module.css'

type Option = { value: string; label: string; mark?: ReactNode }
type FilterChipProps = {
  name: string
  value: string | null
  options: Option[]
  onChange: (value: string | null) => void
}

const ANY = ''

/** One filter: "Status", or "Status: Open" when it is set. */
export function FilterChip({ name, value, options, onChange }: FilterChipProps) {
  const shown = value === null ? name : `${name}: ${options.find(option => option.value === value)?.label ?? value}`
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={styles.chip} data-set={value !== null || undefined}>
          {shown}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.RadioGroup value={value ?? ANY} onChange={next => onChange(next === ANY ? null : next)}>
          <Menu.RadioItem value={ANY}>Any</Menu.RadioItem>
          {options.map(option => (
            <Menu.RadioItem key={option.value} value={option.value}>
              {option.mark ?? option.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
