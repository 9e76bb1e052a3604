import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAct } from '#web/api.ts'
import { useMay, useSession } from '#web/session.ts'
import { ConfirmDanger } from '#web/ui/ConfirmDanger.tsx'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { When } from '#web/ui/When.tsx'
import {
  disableUser,
  editUser,
  enableUser,
  grantAccess,
  resetPassword,
  resetSecondFactor,
} from '../users/contract.ts'
import { AccessFields, type AccessValues, type Roles, type Sites } from './AccessFields.tsx'
import { OneTimeLink } from './OneTimeLink.tsx'
import { type User, UserState } from './UserState.tsx'

type Props = { user: User; roles: Roles; sites: Sites; onClose: () => void }

/** One person's sign-in: what they may do and where, and what to do about a lost password or phone. */
export function UserPanel({ user, roles, sites, onClose }: Props) {
  const mayEdit = useMay('access.users.edit')
  const mayGrant = useMay('access.users.grant')
  const isMe = useSession().user.id === user.id
  return (
    <SidePanel title={user.displayName} onClose={onClose}>
      <Facts
        of={[
          ['User name', user.userName],
          ['State', <UserState key="state" user={user} />],
          ['Second factor', user.secondFactor ? 'Set up' : 'None'],
          ['Last used', user.lastSeenAt ? <When key="seen" at={user.lastSeenAt} /> : 'Never'],
        ]}
      />
      {isMe ? (
        <Text c="dimmed" mt="md">
          This is you. Nobody changes their own access: ask a colleague who may. Your password and second
          factors are under My account.
        </Text>
      ) : (
        <>
          {mayEdit && <Trouble user={user} mayGrant={mayGrant} />}
          {mayEdit && <Called key={`called ${user.version}`} user={user} />}
          {mayGrant && <Granted key={`granted ${user.version}`} user={user} roles={roles} sites={sites} />}
        </>
      )}
      {!(mayGrant && !isMe) && (
        <Facts
          of={[
            ['Roles', user.roles.map(({ title }) => title).join(', ') || 'None'],
            ['Sites', user.allSites ? 'All' : user.sites.map(({ name }) => name).join(', ') || 'None'],
          ]}
        />
      )}
    </SidePanel>
  )
}

function Called({ user }: { user: User }) {
  const edit = useAct(editUser, { success: 'Saved' })
  const form = useForm({
    name: `user ${user.id}`,
    initial: { displayName: user.displayName, email: user.email ?? '' },
    check: ({ displayName }) =>
      displayName.trim() ? [] : [{ pointer: '/displayName', message: 'Enter the name of the person.' }],
    submit: ({ displayName, email }) =>
      edit.attempt({
        params: { id: user.id },
        body: { displayName, email: email.trim() || null, version: user.version },
      }),
  })
  return (
    <Section title="Name">
      <Form of={form} act="Save the name">
        <FormSection>
          <TextInput label="Name" autoComplete="off" {...form.text('displayName')} />
          <TextInput label="Email (optional)" type="email" autoComplete="off" {...form.text('email')} />
        </FormSection>
      </Form>
    </Section>
  )
}

function Granted({ user, roles, sites }: Omit<Props, 'onClose'>) {
  const grant = useAct(grantAccess, { success: 'In force from now on' })
  const initial: AccessValues = {
    roleIds: user.roles.map(({ id }) => id),
    allSites: user.allSites,
    siteIds: user.sites.map(({ id }) => id),
  }
  const form = useForm({
    name: `access of ${user.id}`,
    initial,
    submit: (values) =>
      grant.attempt({ params: { id: user.id }, body: { ...values, version: user.version } }),
  })
  return (
    <Section title="Access">
      <Form of={form} act="Save the access">
        <AccessFields form={form} roles={roles} sites={sites} />
      </Form>
    </Section>
  )
}

/** What each act does, said before it is done. */
const consequences = {
  disable: {
    act: 'Disable',
    says: 'They are signed out everywhere at once and cannot sign in until somebody enables them again.',
  },
  password: {
    act: 'End the password and make a link',
    says: 'Their password and every session end now. You get a one-time link with which they choose a new one.',
  },
  factor: {
    act: 'Forget the second factors',
    says: 'Their authenticator, passkeys and recovery codes stop working and they are signed out. Be sure that it is really they who ask: this is how accounts are stolen.',
  },
}

function Trouble({ user, mayGrant }: { user: User; mayGrant: boolean }) {
  const given = { params: { id: user.id } }
  const [asking, setAsking] = useState<keyof typeof consequences | null>(null)
  const [link, setLink] = useState<Reply<typeof resetPassword> | null>(null)
  const disable = useAct(disableUser, { success: `${user.displayName} is disabled` })
  const enable = useAct(enableUser, { success: `${user.displayName} may sign in again` })
  const password = useAct(resetPassword)
  const factor = useAct(resetSecondFactor, { success: 'Forgotten. They set up a new one when they sign in.' })
  const run = {
    disable: () => disable.run(given),
    password: async () => setLink((await password.run(given)) ?? null),
    factor: () => factor.run(given),
  }
  if (link) return <OneTimeLink link={link} name={user.displayName} />
  return (
    <Section title="If something is wrong">
      <Group gap="sm">
        {user.state === 'disabled' ? (
          mayGrant && (
            <Button variant="default" loading={enable.busy} onClick={() => void enable.run(given)}>
              Enable
            </Button>
          )
        ) : (
          <>
            <Button variant="default" onClick={() => setAsking('password')}>
              {user.state === 'invited' ? 'New link' : 'Forgot the password'}
            </Button>
            {mayGrant && user.secondFactor && (
              <Button variant="default" onClick={() => setAsking('factor')}>
                Lost the second factor
              </Button>
            )}
            <Button variant="default" onClick={() => setAsking('disable')}>
              Disable
            </Button>
          </>
        )}
      </Group>
      {asking && (
        <ConfirmDanger
          opened
          onClose={() => setAsking(null)}
          title={user.displayName}
          act={consequences[asking].act}
          onConfirm={run[asking]}
        >
          {consequences[asking].says}
        </ConfirmDanger>
      )}
    </Section>
  )
}
