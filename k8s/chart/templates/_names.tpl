{{/* What everything of a release is called by; one release named after the chart is called by that name alone. */}}
{{- define "posthorn.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels by which the pods of a service are selected: never changed, Deployments cannot be moved to others. */}}
{{- define "posthorn.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .name }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "posthorn.labels" -}}
{{ include "posthorn.selector" . }}
app.kubernetes.io/part-of: posthorn
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The image of a service: a digest, where one is given, says which one it has to be. */}}
{{- define "posthorn.image" -}}
{{- $image := .image -}}
{{- if .root.Values.image.registry -}}{{ .root.Values.image.registry | trimSuffix "/" }}/{{- end -}}
{{- $image.repository -}}:{{- $image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with $image.digest -}}@{{ . }}{{- end -}}
{{- end -}}

{{/* A setting of Posthorn as an environment variable: posthorn.kafka.servers is POSTHORN_KAFKA_SERVERS. */}}
{{- define "posthorn.variable" -}}
{{- regexReplaceAll "[^A-Za-z0-9]" . "_" | upper -}}
{{- end -}}

{{/* IPv4, IPv6 or both; nothing: what the cluster does by itself. */}}
{{- define "posthorn.families" -}}
{{- with .Values.ipFamilyPolicy -}}
ipFamilyPolicy: {{ . }}
{{- end -}}
{{- with .Values.ipFamilies }}
ipFamilies: {{ toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}
