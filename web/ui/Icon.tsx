/** The few pictures beside words, 16 by 16, drawn in the colour of the text. They never stand without a name. */
const shapes = {
  Today:
    'M8 1.75v1.5M8 12.75v1.5M1.75 8h1.5M12.75 8h1.5M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1M8 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5Z',
  Schedule: 'M2.5 4h11v9.5h-11ZM2.5 6.75h11M5.25 2.25v3M10.75 2.25v3',
  Patients:
    'M8 2.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2ZM2.75 13.75c.4-2.9 2.5-4.25 5.25-4.25s4.85 1.35 5.25 4.25',
  Money: 'M1.75 4h12.5v8H1.75ZM8 6.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM4 8h.01M12 8h.01',
  People:
    'M6 3a2.25 2.25 0 1 0 0 4.5A2.25 2.25 0 0 0 6 3ZM1.75 13.25c.3-2.6 2-3.75 4.25-3.75s3.95 1.15 4.25 3.75M10.25 3.2a2.25 2.25 0 0 1 0 4.1M12 9.75c1.3.5 2.05 1.6 2.25 3.5',
  Supplies: 'M8 1.75l5.75 3v6.5L8 14.25l-5.75-3v-6.5ZM2.25 4.75L8 7.75l5.75-3M8 7.75v6.5',
  Office: 'M3 13.75V2.25h7v11.5M10 6h3v7.75M1.75 13.75h12.5M5.25 5h2.5M5.25 7.75h2.5M5.25 10.5h2.5',
  Compliance:
    'M8 1.75l5.25 2v4c0 3.25-2.1 5.4-5.25 6.5-3.15-1.1-5.25-3.25-5.25-6.5v-4ZM5.5 8l1.9 1.9L10.75 6.25',
  Reports: 'M2.25 2.25v11.5h11.5M5.25 11V8M8.25 11V5M11.25 11V6.75',
  Settings:
    'M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.75 2.75a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM6.25 9.75a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5Z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.25 10.25l3.5 3.5',
  calendar: 'M2.5 4h11v9.5h-11ZM2.5 6.75h11M5.25 2.25v3M10.75 2.25v3',
  print: 'M4.5 5.5V2.25h7V5.5M4.5 11H2.25V5.5h11.5V11H11.5M4.5 9h7v4.75h-7Z',
  more: 'M3.25 8h.01M8 8h.01M12.75 8h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  up: 'M8 12.5V3.75M4.25 7.25L8 3.5l3.75 3.75',
  down: 'M8 3.5v8.75M4.25 8.75L8 12.5l3.75-3.75',
  fold: 'M4.5 6.25l3.5 3.5 3.5-3.5',
  chevron: 'M6 4l4 4-4 4',
  columns: 'M2.25 3h11.5v10H2.25ZM6.25 3v10M10 3v10',
  file: 'M4 1.75h5.25L12.25 5v9.25H4ZM9.25 1.75V5h3',
  plus: 'M8 3v10M3 8h10',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5L7.5 13A3 3 0 0 1 3 8.5L4.5 7',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name, size = '1rem' }: { name: IconName; size?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={shapes[name]} />
    </svg>
  )
}
