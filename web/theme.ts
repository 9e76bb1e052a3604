import {
  ActionIcon,
  Button,
  createTheme,
  Input,
  Menu,
  Modal,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

/** The one accent: a quiet teal. Shade 8 on white and white on shade 7 both exceed 4.5 to 1. */
const accent: MantineColorsTuple = [
  '#eef5f6',
  '#dbeaec',
  '#b9d6da',
  '#93c1c8',
  '#79b3bc',
  '#4f96a1',
  '#38808c',
  '#2a6b76',
  '#1f5c66',
  '#15464e',
]

const dark: MantineColorsTuple = [
  '#d9dce0',
  '#bcc1c8',
  '#a0a6af',
  '#6b727c',
  '#434950',
  '#33383f',
  '#282c32',
  '#1a1d21',
  '#141619',
  '#0e1012',
]

const control = { '--button-height': '2rem', '--button-padding-x': '0.75rem', '--button-fz': '0.8125rem' }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 7 },
  colors: { accent, dark },
  black: '#1b1f23',
  fontFamily: '-apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.8125rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  fontWeights: { medium: '500' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.35' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_, { size }) => ({ root: size === 'sm' ? control : {} }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: '2rem', variant: 'subtle', color: 'gray' } }),
    Input: Input.extend({
      vars: () => ({ wrapper: { '--input-height': '2rem', '--input-fz': '0.8125rem' } }),
    }),
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'error', 'input'] } },
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withinPortal: true } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 100 },
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
    Menu: Menu.extend({
      defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', transitionProps: { duration: 80 } },
    }),
  },
})

/** Mantine's own secondary text, placeholders and errors fall below 4.5 to 1: these do not. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a626b',
    '--mantine-color-placeholder': '#68717b',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': 'var(--mantine-color-accent-8)',
    '--mantine-color-disabled-color': '#6a727b',
  },
  dark: {
    '--mantine-color-dimmed': '#a3a9b2',
    '--mantine-color-placeholder': '#8f96a0',
    '--mantine-color-error': '#ff9d91',
    '--mantine-color-anchor': 'var(--mantine-color-accent-3)',
    '--mantine-color-disabled-color': '#949ba4',
  },
})
