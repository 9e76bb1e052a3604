import { Navigate } from '@tanstack/react-router'

/** "/sign-in" is an address people type and bookmark. The door stands before it; behind it one goes to the start. */
export default function AfterSignIn() {
  return <Navigate to="/" replace />
}
