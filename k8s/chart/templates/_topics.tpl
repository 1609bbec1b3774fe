{{/* The topics of the log and how they have to be set; a test holds this against what the code makes. */}}
{{- define "posthorn.topics" -}}
{{- $two := ge (int .Values.kafka.strimzi.replicas) 3 -}}
mail.accepted:
  cleanup.policy: delete
  retention.ms: -1
  retention.bytes: -1
  max.message.bytes: 2097152
  min.insync.replicas: {{ ternary 2 1 $two }}
  unclean.leader.election.enable: false
  {{- if not $two }}
  flush.messages: 1
  {{- end }}
mail.events:
  retention.ms: 604800000
  min.insync.replicas: {{ ternary 2 1 $two }}
  unclean.leader.election.enable: false
mailbox.changes:
  retention.ms: 86400000
  min.insync.replicas: {{ ternary 2 1 $two }}
  unclean.leader.election.enable: false
{{- end -}}

{{/*
What each service may do with the log. All of them look at the topics when they start, and make what is missing: Create,
Describe and DescribeConfigs are in addition to what stands here.
*/}}
{{- define "posthorn.rights" -}}
smtp-ingress:
  topics:
    mail.accepted: [Write]
    mail.events: [Write]
    mailbox.changes: []
  groups: []
delivery-worker:
  topics:
    mail.accepted: [Read, Write, Delete]
    mail.events: [Read, Write]
    mailbox.changes: []
  groups: [posthorn-delivery-worker, posthorn-ledger, posthorn-trace]
mailbox-api:
  topics:
    mail.accepted: []
    mail.events: []
    mailbox.changes: [Read, Write]
  groups: []
{{- end -}}
