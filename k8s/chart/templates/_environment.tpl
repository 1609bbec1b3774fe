{{/*
What each container is told beside the ConfigMaps: what concerns its service alone. Each template is a list of variables;
a test holds the names against the settings that the code reads.
*/}}

{{- define "posthorn.environment" -}}
{{- $root := .root -}}
{{- $kafka := $root.Values.kafka.security -}}
- name: {{ include "posthorn.variable" (printf "posthorn.%s.stop.grace" .name) }}
  value: {{ printf "%ds" (int .values.stopGraceSeconds) }}
- name: SMALLRYE_CONFIG_LOCATIONS
  value: /etc/posthorn/settings/posthorn.properties
{{- if .service.clientTls }}
- name: POSTHORN_TLS_CERTIFICATE
  value: /etc/posthorn/tls/tls.crt
- name: POSTHORN_TLS_KEY
  value: /etc/posthorn/tls/tls.key
{{- if $root.Values.furtherCertificates }}
- name: POSTHORN_TLS_CERTIFICATES
  value: /etc/posthorn/certificates
{{- end }}
{{- end }}
{{- if $root.Values.mutualTls }}
{{- if .service.insideTls }}
- name: POSTHORN_MAILBOX_API_TLS_CLIENT_AUTHORITIES
  value: /etc/posthorn/inside/ca.crt
{{- else }}
- name: POSTHORN_MAILBOX_API_TLS_CLIENT_CERTIFICATE
  value: /etc/posthorn/inside/client.crt
- name: POSTHORN_MAILBOX_API_TLS_CLIENT_KEY
  value: /etc/posthorn/inside/client.key
{{- end }}
{{- end }}
{{- if and .service.log (contains "SASL" $kafka.protocol) }}
- name: POSTHORN_KAFKA_SECURITY_USERNAME
  value: {{ include "posthorn.kafka.user" . }}
{{- end }}
{{- if eq .name "mailbox-api" }}
{{ include "posthorn.environment.mailbox-api" . }}
{{- end }}
{{- with .values.proxyProtocol }}
{{- if .enabled }}
{{- range $.service.public }}
- name: {{ include "posthorn.variable" (printf "posthorn.%s.proxy.%s.mode" $.name .proxy) }}
  value: required
- name: {{ include "posthorn.variable" (printf "posthorn.%s.proxy.%s.trusted-networks" $.name .proxy) }}
  value: {{ join "," $.values.proxyProtocol.trustedNetworks | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- with .values.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with .values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "posthorn.environment.mailbox-api" -}}
{{- $values := .root.Values -}}
{{- $name := include "posthorn.fullname" .root -}}
- name: POSTHORN_MAILBOX_API_TLS_CERTIFICATE
  value: /etc/posthorn/inside/tls.crt
- name: POSTHORN_MAILBOX_API_TLS_KEY
  value: /etc/posthorn/inside/tls.key
- name: POSTHORN_MAILBOX_API_WORKER_URL
  value: http://{{ $name }}-delivery-worker:8080
# What people send by REST; the service's name is none of its certificate, which is for clients.
- name: POSTHORN_MAILBOX_API_SUBMISSION_SERVER
  value: {{ $name }}-smtp-ingress:587
- name: POSTHORN_ADMIN_TOKEN_FILE
  value: /etc/posthorn/tokens/admin-token
- name: POSTHORN_MASTER_KEY_FILE
  value: /etc/posthorn/tokens/master-key
- name: POSTHORN_MAILBOX_API_DELIVERY_TEST_SUBMISSIONS
  value: {{ $name }}-smtp-ingress:465
- name: POSTHORN_MAILBOX_API_DELIVERY_TEST_IMAPS
  value: {{ $name }}-imap-pop-frontend:993
- name: POSTHORN_MAILBOX_API_DELIVERY_TEST_POP3S
  value: {{ $name }}-imap-pop-frontend:995
{{- if $values.http.adminPort }}
- name: POSTHORN_MAILBOX_API_ADMIN_PORT
  value: "8081"
{{- end }}
{{- with $values.http.trustedNetworks }}
- name: POSTHORN_MAILBOX_API_HTTP_TRUSTED_NETWORKS
  value: {{ join "," . | quote }}
{{- end }}
{{- with include "posthorn.http.url" .root }}
- name: POSTHORN_MAILBOX_API_CLIENT_SETTINGS_URL
  value: {{ . }}
{{- end }}
{{- end -}}

{{/* Where the pages are reached: as the values say, else at the first name of the Ingress or of the route. */}}
{{- define "posthorn.http.url" -}}
{{- $http := .Values.http -}}
{{- if $http.url -}}{{ $http.url }}
{{- else if and $http.ingress.enabled $http.ingress.hosts -}}https://{{ first $http.ingress.hosts }}
{{- else if and $http.route.enabled $http.route.hostnames -}}https://{{ first $http.route.hostnames }}
{{- end -}}
{{- end -}}

{{/* Who a service is at the log: with Strimzi's users each service is one of its own. */}}
{{- define "posthorn.kafka.user" -}}
{{- if .root.Values.kafka.strimzi.users -}}
{{ include "posthorn.fullname" .root }}-{{ .name }}
{{- else -}}
{{- required "kafka.security.username is missing: the protocol signs in" .root.Values.kafka.security.username -}}
{{- end -}}
{{- end -}}
