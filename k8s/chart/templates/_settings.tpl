{{/* The ConfigMaps' variables, by who reads them. */}}
{{- define "posthorn.settings" -}}
{{- $kafka := .Values.kafka -}}
{{- $context := dict "root" . "name" "smtp-ingress" -}}
{{- $files := include "posthorn.kafka.files" $context -}}
settings:
  POSTHORN_HOSTNAME: {{ .Values.hostname }}
  POSTHORN_MAILBOX_API_ADDRESSES: {{ include "posthorn.fullname" . }}-mailbox-api-pods:9090
  POSTHORN_MAILBOX_API_TLS_TRUSTED_CERTIFICATES: /etc/posthorn/inside/ca.crt
  POSTHORN_SERVICE_TOKEN_FILE: /etc/posthorn/tokens/service-token
  {{- with .Values.tracing.endpoint }}
  POSTHORN_TRACING_ENDPOINT: {{ . }}
  POSTHORN_TRACING_RATIO: {{ $.Values.tracing.ratio | toString | quote }}
  {{- end }}
log:
  POSTHORN_KAFKA_SERVERS: {{ $kafka.servers }}
  {{- with $kafka.prefix }}
  POSTHORN_KAFKA_PREFIX: {{ . | quote }}
  {{- end }}
  POSTHORN_KAFKA_PARTITIONS: {{ $kafka.partitions | toString | quote }}
  POSTHORN_KAFKA_SECURITY_PROTOCOL: {{ $kafka.security.protocol }}
  {{- if contains "SASL" $kafka.security.protocol }}
  POSTHORN_KAFKA_SECURITY_MECHANISM: {{ $kafka.security.mechanism }}
  POSTHORN_KAFKA_SECURITY_PASSWORD_FILE: /etc/posthorn/kafka/password
  {{- end }}
  {{- if contains "path: ca.crt" $files }}
  POSTHORN_KAFKA_SECURITY_TRUSTED_CERTIFICATES: /etc/posthorn/kafka/ca.crt
  {{- end }}
  {{- if contains "path: user.crt" $files }}
  POSTHORN_KAFKA_SECURITY_CERTIFICATE: /etc/posthorn/kafka/user.crt
  POSTHORN_KAFKA_SECURITY_KEY: /etc/posthorn/kafka/user.key
  {{- end }}
database:
  POSTHORN_MONGODB_URI_FILE: /etc/posthorn/mongodb/uri
  {{- with .Values.mongodb.prefix }}
  POSTHORN_MONGODB_PREFIX: {{ . | quote }}
  {{- end }}
  {{- if .Values.mongodb.secret.passwordKey }}
  POSTHORN_MONGODB_PASSWORD_FILE: /etc/posthorn/mongodb/password
  {{- end }}
{{- end -}}

{{/* The properties file: `settings`, escaped as java.util.Properties reads it. */}}
{{- define "posthorn.properties" -}}
# Settings of Posthorn, as in posthorn.smtp-ingress.max-size=52428800
{{- range $key, $value := .Values.settings }}
{{ $key | replace "\\" "\\\\" | replace ":" "\\:" | replace "=" "\\=" | replace " " "\\ " }}={{ include "posthorn.text" $value | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{- end }}
{{- end -}}

{{/* Helm reads every number as a floating one, and would write 1048576 as 1.048576e+06. */}}
{{- define "posthorn.text" -}}
{{- if and (kindIs "float64" .) (eq (. | int64 | float64) .) -}}{{ . | int64 }}{{- else -}}{{ . | toString }}{{- end -}}
{{- end -}}
