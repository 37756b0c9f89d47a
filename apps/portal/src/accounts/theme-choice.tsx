import { useState } from 'react'
import { chooseScheme, chosenScheme, type SchemeChoice, schemeChoices } from '../frame/colour-scheme.ts'
import classes from './accounts.module.css'

const texts = { auto: 'System', light: 'Light', dark: 'Dark' } as const satisfies Record<SchemeChoice, string>

/** Light, dark, or as the system says; kept in this browser. */
export function ThemeChoice() {
  const [chosen, setChosen] = useState(chosenScheme)
  const choose = (choice: SchemeChoice) => {
    setChosen(choice)
    chooseScheme(choice)
  }
  return (
    <fieldset className={classes.choices}>
      <legend className="visually-hidden">Theme</legend>
      {schemeChoices.map(choice => (
        <label key={choice} className={classes.choice}>
          <input type="radio" name="theme" checked={choice === chosen} onChange={() => choose(choice)} />
          {texts[choice]}
        </label>
      ))}
    </fieldset>
  )
}
