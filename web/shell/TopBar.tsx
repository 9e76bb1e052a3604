import { Kbd, Menu, useMantineColorScheme } from '@mantine/core'
import { useState } from 'react'
import icon from '../icon.svg'
import { applyDensity, density, type Density } from '../preferences.ts'
import { useSession } from '../session.ts'
import { useSite } from '../site.ts'
import { Icon } from '../ui/Icon.tsx'
import { To } from '../ui/To.tsx'
import classes from './Frame.module.css'
import { openKeys, openPalette } from './overlays.ts'
import { signOut } from './signOut.ts'

export function TopBar() {
  return (
    <header className={classes['top']}>
      <To
        to="/"
        className={classes['brand']}
        aria-label="Wellrun, start"
        activeProps={{ 'aria-current': undefined }}
      >
        <img src={icon} alt="" width="22" height="22" />
      </To>
      <SiteSwitch />
      <button type="button" className={`${classes['bar']} ${classes['search']}`} onClick={openPalette}>
        <Icon name="search" />
        <span>Find a patient, a page or something to do</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <Person />
    </header>
  )
}

function SiteSwitch() {
  const { sites } = useSession()
  const { site, choose } = useSite()
  if (!site) return <strong>Wellrun</strong>
  if (sites.length === 1) return <strong>{site.name}</strong>
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes['bar']} aria-label={`Site: ${site.name}. Change site`}>
          <strong className={classes['site']}>{site.name}</strong>
          <Icon name="fold" size="0.75rem" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Site</Menu.Label>
        <Menu.RadioGroup value={site.id} onChange={choose}>
          {sites.map(({ id, name }) => (
            <Menu.RadioItem key={id} value={id} closeMenuOnClick>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter((part) => /^\p{L}/u.test(part))
    .map((part) => part[0])
    .slice(0, 2)
    .join('')

const schemes = { light: 'Light', dark: 'Dark', auto: 'As the system' } as const
const densities: Record<Density, string> = { compact: 'Compact', roomy: 'Roomy' }

function Person() {
  const { user } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [room, setRoom] = useState(density)
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes['bar']}>
          <span className={classes['initials']} data-initials={initials(user.name)} />
          <span className={classes['name']}>{user.name}</span>
          <span className="for-screen-readers">: my account and screen</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.roles.join(', ') || 'No role'}</Menu.Label>
        <Menu.Item component={To} to="/my/account">
          My account and sessions
        </Menu.Item>
        <Menu.Item onClick={openKeys} rightSection={<Kbd size="xs">?</Kbd>}>
          Keys
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        >
          {Object.entries(schemes).map(([scheme, words]) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {words}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>Spacing</Menu.Label>
        <Menu.RadioGroup
          value={room}
          onChange={(next) => {
            applyDensity(next as Density)
            setRoom(next as Density)
          }}
        >
          {Object.entries(densities).map(([one, words]) => (
            <Menu.RadioItem key={one} value={one}>
              {words}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
