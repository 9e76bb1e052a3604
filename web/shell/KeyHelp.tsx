import { Group, Kbd, Modal, SimpleGrid, Title } from '@mantine/core'
import { boundKeys, useKeys } from '../keys.ts'
import { closeOverlay, openKeys, openPalette, useOverlay } from './overlays.ts'

/** `?`: what the keys do on this page now. */
export function KeyHelp() {
  const opened = useOverlay('keys')
  useKeys('Everywhere', [
    { keys: '?', label: 'Show the keys', run: openKeys },
    { keys: 'Ctrl K', label: 'Find a patient, a page or something to do', run: openPalette },
  ])
  return (
    <Modal opened={opened} onClose={closeOverlay} title="Keys on this page" size="lg">
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
