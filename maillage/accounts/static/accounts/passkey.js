// Shows what a browser with passkeys can use, and says in words when a key does not answer.
(function () {
  'use strict'

  document.addEventListener('DOMContentLoaded', function () {
    const able = 'PublicKeyCredential' in window
    document.querySelectorAll('[data-passkey]').forEach(function (part) { part.hidden = !able })
    document.querySelectorAll('[data-no-passkey]').forEach(function (part) { part.hidden = able })
  })

  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    document.querySelectorAll('[data-passkey-trouble]').forEach(function (part) { part.hidden = false })
  })
})()
