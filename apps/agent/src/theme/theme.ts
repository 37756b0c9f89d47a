import {
  ActionIcon,
  type AutocompleteProps,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  type ModalProps,
  Popover,
  type SelectProps,
  type TagsInputProps,
  Tooltip,
} from '@mantine/core'

const scale = (name: string) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(step => `var(--${name}-${step})`) as unknown as MantineColorsTuple

/** What floats stays beside what opened it in the document, so that it is part of the same landmark. */
const inPlace = { withinPortal: false, floatingStrategy: 'fixed' } as const

/** For a component that most pages do not need: the theme names its type alone, so that no page loads it before. */
const defaults = <Props>(defaultProps: Partial<Props>) => ({ defaultProps })

/** Mantine in the desk's tokens: what it draws is measured and coloured by tokens.css. */
export const theme = createTheme({
  colors: { gray: scale('grey'), dark: scale('ink'), accent: scale('accent') },
  primaryColor: 'accent',
  // The default shades fail AA with white text.
  primaryShade: { light: 7, dark: 6 },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.55', lg: '1.55', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  // The widths of shell/screen-width.ts; Mantine's own are others.
  breakpoints: { xs: '30em', sm: '45em', md: '60em', lg: '75em', xl: '90em' },
  radius: { sm: '6px', md: '6px', lg: '6px' },
  defaultRadius: 'md',
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  shadows: { xs: 'none', sm: 'none', md: 'var(--shadow-float)', lg: 'var(--shadow-float)', xl: 'var(--shadow-float)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      vars: (_theme, { variant }) => ({
        root: {
          // The settings have larger ones.
          '--button-height': 'var(--button, 28px)',
          '--button-fz': 'var(--text-sm)',
          '--button-padding-x': '10px',
          ...(variant === 'default' && { '--button-bd': '1px solid var(--border-quiet)' }),
        },
      }),
      styles: { root: { fontWeight: 500 } },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    InputWrapper: Input.Wrapper.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({
      defaultProps: {
        ...inPlace,
        transitionProps: { duration: 120 },
        position: 'bottom-start',
        withInitialFocusPlaceholder: false,
      },
    }),
    MenuRadioItem: Menu.RadioItem.extend({ defaultProps: { closeMenuOnClick: true } }),
    Modal: defaults<ModalProps>({ transitionProps: { duration: 120 }, overlayProps: { opacity: 0.45 } }),
    Popover: Popover.extend({ defaultProps: { ...inPlace, transitionProps: { duration: 120 } } }),
    Select: defaults<SelectProps>({ comboboxProps: inPlace }),
    Autocomplete: defaults<AutocompleteProps>({ comboboxProps: inPlace }),
    TagsInput: defaults<TagsInputProps>({ comboboxProps: inPlace }),
    Tooltip: Tooltip.extend({ defaultProps: { ...inPlace, openDelay: 400, transitionProps: { duration: 120 } } }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-dim)',
  '--mantine-color-placeholder': 'var(--text-dim)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-default': 'var(--bg-raised)',
  '--mantine-color-default-hover': 'var(--bg-hover)',
  '--mantine-color-default-border': 'var(--border-control)',
  '--mantine-color-gray-light-color': 'var(--text)',
  '--mantine-color-accent-light-color': 'var(--link)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
