{{/*
The four services: where their values stand, whether they serve HTTP, the other ports that they open (containerPort) and the ports at which a
Service of theirs shows these to others (port), and what each of them needs of the log, the database, the tokens and the
certificates. No service gets what is not said here.
*/}}
{{- define "posthorn.services" -}}
smtp-ingress:
  values: smtpIngress
  http: false
  log: true
  database: false
  clientTls: true
  insideTls: false
  tokens: [service-token]
  public:
    - {name: smtp, port: 25, containerPort: 1025, proxy: mx}
    - {name: submission, port: 587, containerPort: 1587, proxy: submission}
    - {name: submissions, port: 465, containerPort: 1465, proxy: submissions}
    - {name: submission-alt, port: 2525, containerPort: 2525, proxy: submission-alternate}
  inner: []
delivery-worker:
  values: deliveryWorker
  http: true
  log: true
  database: true
  clientTls: false
  insideTls: false
  tokens: [service-token]
  public: []
  inner: []
mailbox-api:
  values: mailboxApi
  http: true
  log: true
  database: true
  clientTls: false
  insideTls: true
  tokens: [service-token, admin-token, master-key]
  public: []
  inner:
    - {name: grpc, containerPort: 9090}
imap-pop-frontend:
  values: imapPopFrontend
  http: false
  log: false
  database: false
  clientTls: true
  insideTls: false
  tokens: [service-token]
  public:
    - {name: imap, port: 143, containerPort: 1143, proxy: imap}
    - {name: imaps, port: 993, containerPort: 1993, proxy: imaps}
    - {name: pop3, port: 110, containerPort: 1110, proxy: pop3}
    - {name: pop3s, port: 995, containerPort: 1995, proxy: pop3s}
  inner: []
{{- end -}}
