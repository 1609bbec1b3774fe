{{/* The files of each pod: of a Secret it mounts the keys that it reads, and no others. */}}
{{- define "posthorn.mounts" -}}
- {name: settings, mountPath: /etc/posthorn/settings, readOnly: true}
- {name: tokens, mountPath: /etc/posthorn/tokens, readOnly: true}
- {name: inside, mountPath: /etc/posthorn/inside, readOnly: true}
{{- if .service.clientTls }}
- {name: tls, mountPath: /etc/posthorn/tls, readOnly: true}
{{- if .root.Values.furtherCertificates }}
- {name: certificates, mountPath: /etc/posthorn/certificates, readOnly: true}
{{- end }}
{{- end }}
{{- if and .service.log (include "posthorn.kafka.files" .) }}
- {name: kafka, mountPath: /etc/posthorn/kafka, readOnly: true}
{{- end }}
{{- if .service.database }}
- {name: mongodb, mountPath: /etc/posthorn/mongodb, readOnly: true}
{{- end }}
- {name: tmp, mountPath: /tmp}
{{- with .values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "posthorn.volumes" -}}
{{- $values := .root.Values -}}
- name: settings
  configMap:
    name: {{ include "posthorn.fullname" .root }}-properties
- name: tokens
  secret:
    secretName: {{ $values.secrets.tokens }}
    defaultMode: 0440
    items:
      {{- range .service.tokens }}
      - {key: {{ . }}, path: {{ . }}}
      {{- end }}
- name: inside
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ $values.secrets.inside }}
          items:
            - {key: ca.crt, path: ca.crt}
            {{- if .service.insideTls }}
            - {key: tls.crt, path: tls.crt}
            - {key: tls.key, path: tls.key}
            {{- end }}
      {{- if and $values.mutualTls (not .service.insideTls) }}
      - secret:
          name: {{ $values.secrets.inside }}-{{ .name }}
          items:
            - {key: tls.crt, path: client.crt}
            - {key: tls.key, path: client.key}
      {{- end }}
{{- if .service.clientTls }}
- name: tls
  secret:
    secretName: {{ $values.secrets.tls }}
    defaultMode: 0440
    items:
      - {key: tls.crt, path: tls.crt}
      - {key: tls.key, path: tls.key}
{{- with $values.furtherCertificates }}
- name: certificates
  projected:
    defaultMode: 0440
    sources:
      {{- range . }}
      - secret:
          name: {{ .secret }}
          items:
            - {key: tls.crt, path: {{ .secret }}/tls.crt}
            - {key: tls.key, path: {{ .secret }}/tls.key}
      {{- end }}
{{- end }}
{{- end }}
{{- if .service.log }}
{{- with include "posthorn.kafka.files" . }}
- name: kafka
  projected:
    defaultMode: 0440
    sources:
      {{- . | nindent 6 }}
{{- end }}
{{- end }}
{{- if .service.database }}
- name: mongodb
  secret:
    secretName: {{ $values.mongodb.secret.name }}
    defaultMode: 0440
    items:
      - {key: {{ $values.mongodb.secret.uriKey }}, path: uri}
      {{- with $values.mongodb.secret.passwordKey }}
      - {key: {{ . }}, path: password}
      {{- end }}
{{- end }}
- name: tmp
  emptyDir: {sizeLimit: 256Mi}
{{- with .values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What of Secrets is needed to speak with the log; nothing: the protocol asks for nothing. */}}
{{- define "posthorn.kafka.files" -}}
{{- $security := .root.Values.kafka.security -}}
{{- $strimzi := .root.Values.kafka.strimzi -}}
{{- $user := ternary (include "posthorn.kafka.user.secret" .) "" $strimzi.users -}}
{{- if contains "SSL" $security.protocol }}
{{- $authority := $security.trustedCertificatesSecret.name | default (ternary (printf "%s-cluster-ca-cert" $strimzi.cluster) "" $strimzi.users) }}
{{- if $authority }}
- secret:
    name: {{ $authority }}
    items:
      - {key: {{ $security.trustedCertificatesSecret.key }}, path: ca.crt}
{{- end }}
{{- with ($security.certificateSecret.name | default (ternary $user "" (eq $security.protocol "SSL"))) }}
- secret:
    name: {{ . }}
    items:
      - {key: {{ $security.certificateSecret.certificateKey }}, path: user.crt}
      - {key: {{ $security.certificateSecret.keyKey }}, path: user.key}
{{- end }}
{{- end }}
{{- if contains "SASL" $security.protocol }}
- secret:
    name: {{ required "kafka.security.passwordSecret.name is missing: the protocol signs in" ($user | default $security.passwordSecret.name) }}
    items:
      - {key: {{ $security.passwordSecret.key }}, path: password}
{{- end }}
{{- end -}}

{{- define "posthorn.kafka.user.secret" -}}
{{ include "posthorn.fullname" .root }}-{{ .name }}
{{- end -}}
