{{/* The head of the NetworkPolicy of a service. */}}
{{- define "posthorn.policy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "posthorn.fullname" .root }}-{{ .name }}
  labels: {{- include "posthorn.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "posthorn.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
{{- end -}}

{{/* Peers: the pods of services of this release. */}}
{{- define "posthorn.policy.pods" -}}
{{- range .names }}
- podSelector:
    matchLabels: {{- include "posthorn.selector" (dict "root" $.root "name" .) | nindent 6 }}
{{- end }}
{{- end -}}

{{/* Who may bring mail and read it: everybody, or whom the values name, and services of this release. */}}
{{- define "posthorn.policy.mail" -}}
{{- with .root.Values.networkPolicy.from.mail -}}
from:
  {{- toYaml . | nindent 2 }}
  {{- include "posthorn.policy.pods" (dict "root" $.root "names" $.others) | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* Health and metrics: for whom the values name, and helm test. */}}
{{- define "posthorn.policy.management" -}}
- from:
    {{- with .Values.networkPolicy.from.monitoring }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include "posthorn.policy.pods" (dict "root" $ "names" (list "test")) | nindent 4 }}
  ports:
    - {port: management, protocol: TCP}
{{- end -}}

{{/* What every pod needs: names, and, where there is one, the collector of traces. */}}
{{- define "posthorn.policy.common" -}}
{{ include "posthorn.policy.names" . }}
{{- with include "posthorn.policy.to" .Values.networkPolicy.to.traces }}
{{ . }}
{{- end }}
{{- end -}}

{{- define "posthorn.policy.mailbox-api" -}}
- to:
    {{- include "posthorn.policy.pods" (dict "root" $ "names" (list "mailbox-api")) | nindent 4 }}
  ports:
    - {port: grpc, protocol: TCP}
{{- end -}}

{{/* A rule to peers that the values name; no peers: no rule. */}}
{{- define "posthorn.policy.to" -}}
{{- if .peers -}}
- to: {{- toYaml .peers | nindent 4 }}
  ports:
    {{- range .ports }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
{{- end -}}
{{- end -}}

{{- define "posthorn.policy.names" -}}
- ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end -}}
