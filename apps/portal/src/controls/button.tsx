import type { ComponentProps } from 'react'

type ButtonProps = Omit<ComponentProps<'button'>, 'className' | 'disabled'> & {
  look?: 'primary' | 'plain' | 'quiet'
  /** Under way: keeps its place, its name and the focus, and takes no second press. */
  isBusy?: boolean
}

export function Button({ look = 'plain', isBusy = false, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={look === 'plain' ? 'button' : `button button-${look}`}
      aria-disabled={isBusy || undefined}
      onClick={event => {
        if (isBusy) event.preventDefault()
        else onClick?.(event)
      }}
    />
  )
}
