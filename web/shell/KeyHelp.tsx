import { Group, Kbd, Modal, SimpleGrid, Title } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { spotlight } from '@mantine/spotlight'
import { boundKeys, useKeys } from '../keys.ts'

let shown = false
const watchers = new Set<() => void>()
const show = (next: boolean) => {
  shown = next
  for (const watcher of watchers) watcher()
}
const subscribe = (watcher: () => void) => {
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
  }
}
export const showKeys = () => show(true)

/** `?`: what the keys do on this page now. */
export function KeyHelp() {
  const opened = useSyncExternalStore(subscribe, () => shown)
  useKeys('Everywhere', [
    { keys: '?', label: 'Show the keys', run: showKeys },
    { keys: 'Ctrl K', label: 'Find a patient, a page or something to do', run: spotlight.open },
  ])
  return (
    <Modal opened={opened} onClose={() => show(false)} title="Keys on this page" size="lg">
      {opened && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          {boundKeys().map(({ title, acts }, index) => (
            <section key={`${title} ${index}`}>
              <Title order={3} mb="xs">
                {title}
              </Title>
              {acts.map(({ keys, label }) => (
                <Group key={keys} justify="space-between" wrap="nowrap" py={3}>
                  <span>{label}</span>
                  <span style={{ whiteSpace: 'nowrap' }}>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key} size="xs" ml={4}>
                        {key}
                      </Kbd>
                    ))}
                  </span>
                </Group>
              ))}
            </section>
          ))}
        </SimpleGrid>
      )}
    </Modal>
  )
}
